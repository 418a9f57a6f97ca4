"""The search page: what it shows, what it asks of the database, what it never does."""

import re
from datetime import date

import pytest
from django.urls import reverse

from golab.search import signposts
from golab.search.models import UnansweredQuery
from golab.search.signposts import Signpost
from tests.factories.search import SynonymFactory, indexed
from tests.hostile import HOSTILE
from tests.reading import main_of, queries_of

pytestmark = pytest.mark.django_db


def page(client, **query) -> str:
    response = client.get("/search/", query)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def statements(address: str) -> list[str]:
    """What a page asks with every cache empty. In a test each transaction is a savepoint, which readers do not have."""
    return [sql for sql in queries_of(address) if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]


# The most of everything a page can need: a way to prices; a word mended; one kind; nothing found; nothing asked.
ADDRESSES = {
    "/search/?q=rate+card": 5,
    "/search/?q=rate+crad": 6,
    "/search/?q=rate+card&kind=guide&year=2024&stage=one": 5,
    "/search/?q=zzqq": 7,
    "/search/?q=zyxcrad+zyxbrad": 7,
    "/search/": 1,
}


def test_page_costs_the_same_few_queries_at_ten_times_the_documents(signpost):
    SynonymFactory()
    costs = []
    for size in (3, 27):
        for number in range(size):
            indexed("guide", title=f"Rate {size}.{number}", body="card", stages=("one",), date=date(2024, 1, 1))
        indexed("term", key="card", title="Rate card")
        costs.append({address: statements(address) for address in ADDRESSES})
    little, much = costs
    assert {address: asked for address, asked in much.items() if len(asked) > ADDRESSES[address]} == {}
    assert [*map(len, little.values())] == [*map(len, much.values())]
    assert all(len(set(asked)) == len(asked) for asked in much.values()), "a query is repeated"


def test_empty_search_helps_and_offers_words_to_browsers_without_javascript(client):
    indexed("term", title="Rate card")
    indexed("project", title="Ways to Wellness")
    shown = page(client)
    assert "What are you looking for?" in shown
    assert '<meta name="robots" content="noindex">' in shown
    assert '<datalist id="titles"><option value="Rate card"></datalist>' in shown
    assert 'list="titles"' in shown


def test_nothing_found_helps(client):
    indexed("term", title="Social impact bond", url="/glossary/bond/")
    shown = page(client, q="zzqq")
    assert "Nothing found for “zzqq”" in shown
    assert 'href="/prices/"' in shown
    assert "close to what you typed" not in shown
    assert '<a href="/glossary/bond/">Social impact bond</a>' in page(client, q="ssociall impacctt")


def test_groups_lead_to_their_kind(client):
    for number in range(5):
        indexed("term", title=f"Price {number}")
    shown = page(client, q="price")
    assert 'href="?q=price&amp;kind=term"' in shown
    assert "5 results in 1 kind" in shown


@pytest.fixture
def signpost():
    """One more way, whose words nothing else has."""
    signposts.register(Signpost(words="zebra crossing", label=lambda: "See 7 crossings", url="/crossings/"))
    yield
    signposts.unregister("zebra crossing")


@pytest.mark.parametrize("question", ["Zebra crossings?", "how many zebra crossings", "zebras crossing"])
def test_words_lead_to_their_signpost_whatever_is_found(client, signpost, question):
    indexed("guide", title="Crossing the road")
    assert '<a class="button small" href="/crossings/">See 7 crossings</a>' in page(client, q=question)
    assert "See 7 crossings" not in page(client, q="the road")


def test_synonyms_lead_to_the_signpost_as_well(client, signpost):
    indexed("guide", title="Walking")
    SynonymFactory(terms=["zebra crossing", "walking"])
    shown = page(client, q="walking")
    assert 'href="/crossings/"' in shown
    assert 'We also searched for <a href="?q=zebra+crossing">zebra crossing</a>, which means the same' in shown


def test_box_has_the_way_the_entry_and_the_best_guide(client, signpost):
    indexed("term", title="Zebra crossing", url="/glossary/zebra/")
    indexed("guide", title="Build a zebra crossing", url="/guides/zebra/")
    box = re.search(r'<section class="exact".*?</section>', page(client, q="zebra crossing"), re.DOTALL).group()
    assert re.findall(r'href="(.*?)"', box) == ["/glossary/zebra/", "/crossings/", "/glossary/zebra/", "/guides/zebra/"]


@pytest.mark.parametrize("kind", ["step", "term", "project", "guide", "price"])
def test_exact_hit_of_each_kind_has_a_button(client, kind):
    indexed(kind, title="Zebra", url="/zebra/")
    indexed("news", title="Zebra", url="/news/zebra/")
    box = re.search(r'<section class="exact".*?</section>', page(client, q="zebras"), re.DOTALL).group()
    assert re.search(r'<a class="button small" href="/zebra/">\w+ [\w ]+<span', box)


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


def test_list_of_several_kinds_says_what_each_is(client):
    indexed("guide", title="Fair price")
    indexed("news", title="Dear price")
    assert page(client, q="price", kind=["guide", "news"]).count('<p class="kind">') == 2
    assert page(client, q="price", kind="guide").count('<p class="kind">') == 0


def test_exact_hit_stands_once_on_the_page_of_its_kind(client):
    indexed("term", title="Price", url="/price/")
    shown = main_of(page(client, q="price", kind="term"))
    assert ('class="exact"' in shown, 'class="snippet"' in shown, "1 result" in shown) == (True, False, True)


def test_mended_question_is_said_and_can_be_insisted_on(client):
    indexed("term", title="Rate cards")
    shown = page(client, q="rate crads")
    assert "Showing results for <b>rate cards</b>" in shown
    assert 'href="?q=%22rate+crads%22"' in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_shown_as_words(client, text):
    indexed("term", title=f"Price {text}", summary=f"Fair {text} price", body=text, context=text)
    for question in (text, f"price {text}", f'"{text}"'):
        shown = main_of(page(client, q=question))
        assert [planted for planted in ("<script>alert", "<img", "<!--", "\x1b", "‮") if planted in shown] == []
    assert "<mark>Fair</mark>" in page(client, q="fair")
    assert client.get("/search/suggest", {"q": "price"}).json()[0]["title"].startswith("Price")


@pytest.mark.parametrize(
    "query",
    [
        {"q": "x" * 10_000},
        {"q": "🦓" * 10_000},
        {"q": "price " * 2_000},
        {"q": '"(((' * 2_500},
        {"q": "價格 цена السعر ราคา"},
        {"q": "' OR 1=1; -- | & ! <-> :* \\"},
        {"q": "price", "page": "-1"},
        {"q": "price", "page": "9999"},
        {"q": "price", "page": "\x00"},
        {"q": "price", "kind": "no such kind", "stage": "\x00", "year": "twenty", "country": "'"},
        {"q": "price", "year": "2024", "kind": ["a", "b"]},
        {"q": "price", "kind": "x" * 10_000},
        {"q": "\x00"},
        {"q": "price\x00card"},
    ],
)
def test_any_query_string_is_answered(client, query):
    indexed("term", title="Price")
    assert len(page(client, **query)) < 60_000
    assert client.get(reverse("search:suggest"), query).status_code == 200


@pytest.mark.parametrize("raw", ["q=%ED%A0%80price", "q=%FF%FE", "q=%", "q=price&q=card", "&&==", "q[]=price", "q=%00"])
def test_any_bytes_are_answered(client, raw):
    indexed("term", title="Price")
    for address in ("/search/", "/search/suggest"):
        assert client.get(f"{address}?{raw}").status_code == 200


def test_filters_that_leave_nothing_say_which_to_remove(client):
    indexed("term", title="Price", stages=("one",), date=date(2024, 1, 1))
    slip = main_of(page(client, q="price", year="1999", stage="one"))
    slip = slip[slip.index("Nothing matches with these filters") :]
    assert re.findall(r'<li><a href="(.*?)">(.*?)</a>', slip) == [
        ("?q=price&amp;stage=one", "Remove “1999”"),
        ("?q=price", "Search everything for “price”"),
    ]


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"q": "Zebra?"}, [("zebra", 0)]),
        ({"q": "price"}, [("price", 1)]),
        ({"q": "zebra", "year": "2024"}, []),
        ({"q": "zebra", "kind": "term"}, []),
        ({"q": "alex.able@example.org"}, []),
        ({}, []),
    ],
)
def test_question_that_finds_little_is_counted_for_staff(client, query, kept):
    indexed("term", title="Price")
    page(client, **query)
    assert list(UnansweredQuery.objects.values_list("text", "found")) == kept


def test_question_that_finds_enough_is_not_counted(client):
    for number in range(4):
        indexed("term", title=f"Price {number}")
    page(client, q="price")
    assert not UnansweredQuery.objects.exists()


def test_suggesting_counts_nothing(client):
    client.get("/search/suggest", {"q": "zebra"})
    assert not UnansweredQuery.objects.exists()


def test_posting_is_refused(client):
    assert client.post("/search/").status_code == 405
