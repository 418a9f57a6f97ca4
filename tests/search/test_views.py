"""The search page: what it shows, what it asks of the database, what it never does."""

import pytest
from django.urls import reverse

from tests.factories.search import indexed

pytestmark = pytest.mark.django_db


def page(client, **query) -> str:
    response = client.get("/search/", query)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


@pytest.mark.parametrize("count", [1, 3, 100])
def test_page_asks_the_same_few_queries_at_any_size(client, count, django_assert_num_queries):
    for number in range(count):
        indexed("term", title=f"Price {number}", stages=("one",))
    with django_assert_num_queries(6):  # two more than readers see: in a test the transaction is a savepoint
        page(client, q="price")


def test_empty_search_asks_nothing_and_helps(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        shown = page(client)
    assert "What are you looking for?" in shown
    assert '<meta name="robots" content="noindex">' in shown


def test_nothing_found_helps(client):
    shown = page(client, q="zzqq")
    assert "Nothing found for “zzqq”" in shown
    assert 'href="/contact/"' in shown


def test_groups_lead_to_their_kind(client):
    for number in range(5):
        indexed("term", title=f"Price {number}")
    shown = page(client, q="price")
    assert 'href="?q=price&amp;kind=term"' in shown
    assert "5 results in 1 kind" in shown


def test_exact_hit_is_boxed_with_its_summary(client):
    indexed("term", title="Rate card", summary="A list of prices.", body="A rate card is dear.", url="/glossary/card/")
    shown = page(client, q="rate card")
    assert '<h3 id="exact-h"><a href="/glossary/card/">Rate card</a></h3>' in shown
    assert '<p class="exact__short">A list of prices.</p>' in shown
    assert "1 result in 1 kind" in shown
    assert 'id="found-term"' not in shown


def test_suggestions_may_be_kept_for_a_while_and_set_no_cookie(client):
    indexed("term", title="Rate card", url="/glossary/card/")
    response = client.get("/search/suggest", {"q": "rate"})
    assert response.json() == [{"title": "Rate card", "url": "/glossary/card/", "kind": "Glossary"}]
    assert response["Cache-Control"] == "public, max-age=300"
    assert not response.cookies


def test_chosen_kind_is_paged_and_can_be_removed(client):
    for number in range(25):
        indexed("term", title=f"Price {number}")
    shown = page(client, q="price", kind="term", page="2")
    assert '<span aria-current="page"><span class="visually-hidden">Page </span>2</span>' in shown
    assert "Remove filter: Kind, " in shown
    assert shown.count('class="snippet"') == 5


def test_mended_question_is_said_and_can_be_insisted_on(client):
    indexed("term", title="Rate cards")
    shown = page(client, q="rate crads")
    assert "Showing results for <b>rate cards</b>" in shown
    assert 'href="?q=%22rate+crads%22"' in shown


def test_question_is_escaped(client):
    shown = page(client, q="<script>alert(1)</script>")
    assert "<script>alert" not in shown


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 10_000},
        {"q": "price", "page": "-1"},
        {"q": "price", "page": "9999"},
        {"q": "price", "page": "\x00"},
        {"q": "price", "kind": "no such kind", "stage": "\x00", "year": "twenty", "country": "'"},
        {"q": "price", "year": "2024", "kind": ["a", "b"]},
        {"q": "\x00"},
    ],
)
def test_any_query_string_is_answered(client, query):
    indexed("term", title="Price")
    page(client, **query)
    assert client.get(reverse("search:suggest"), query).status_code == 200


def test_posting_is_refused(client):
    assert client.post("/search/").status_code == 405
