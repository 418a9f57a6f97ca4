"""A search of the library that someone keeps."""

from datetime import UTC, datetime, timedelta

import pytest

from golab.notifications.models import OutgoingMessage, Subscription
from library.alerts import library
from tests.factories.library import PublicationFactory
from tests.hostile import HOSTILE

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def news(query: str = ""):
    return library.news(query, SINCE, SINCE + 7 * DAY)


def test_only_what_became_public_in_the_week_and_fits_is_new():
    for title, days, more in [
        ("Rate cards in use", 1, {}),
        ("Rate cards of old", -1, {}),
        ("Rate cards to come", 8, {}),
        ("Cards alone", 2, {}),
        ("Rate cards unpublished", 3, {"live": False}),
    ]:
        PublicationFactory(title=title, first_published_at=SINCE + days * DAY, **more)
    found = news("q=rate+cards")
    assert (found.count, [item["title"] for item in found.items]) == (1, ["Rate cards in use"])
    assert [item["title"] for item in news().items] == ["Cards alone", "Rate cards in use"]
    assert found.items[0]["url"].endswith("/library/rate-cards-in-use/")


def test_long_news_is_cut_and_counted(django_assert_max_num_queries):
    for _ in range(23):
        PublicationFactory(first_published_at=SINCE + DAY)
    with django_assert_max_num_queries(3):  # the first is that of all terms, which a process keeps for a while
        found = news()
    assert (found.count, len(found.items)) == (23, 20)


@pytest.mark.parametrize(
    ("query", "kept", "label"),
    [
        ("?sort=title&q=rate+cards&page=3&nonsense=1", "q=rate+cards", "rate cards"),
        ("area=health&year_from=2019", "area=health&year_from=2019", "Health, From 2019"),
        ("", "", "all publications"),
        ("q=buy+at+http%3A%2F%2Fpills.example", "q=buy+at+http%3A%2F%2Fpills.example", "your search"),
        ("q=ring+0800123456", "q=ring+0800123456", "your search"),
    ],
)
def test_search_is_kept_in_one_form_and_its_words_advertise_nothing(query, kept, label):
    search = library.read(query)
    assert (search.query, search.label) == (kept, label)
    assert search.url == (f"/library/?{kept}" if kept else "/library/")


def test_any_words_can_be_kept():
    for text in HOSTILE:
        label = library.read(f"q={text}").label
        assert 0 < len(label) <= 80
        assert "\n" not in label


def test_list_has_the_form_for_its_search_and_it_works_without_script(client):
    PublicationFactory()
    page = client.get("/library/?q=outcomes").text
    assert '<form id="keep" method="post" action="/alerts/ask/"' in page
    assert 'form="keep" type="hidden" name="query" value="?q=outcomes"' in page
    sent = {"about": "library", "query": "?q=outcomes", "email": "robin@example.org"}
    assert "<b>outcomes</b>" in client.post("/alerts/ask/", sent).text
    assert Subscription.objects.get().query == "q=outcomes"
    assert OutgoingMessage.objects.get().subject == "Confirm your alert: outcomes"
