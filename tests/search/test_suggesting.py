"""Titles offered while someone types."""

import pytest

from golab.search.suggesting import MOST, common_titles, suggest
from tests.factories.search import indexed

pytestmark = pytest.mark.django_db


def titles(text: str) -> list[str]:
    return [suggestion["title"] for suggestion in suggest(text)]


def test_title_is_offered_with_its_address_and_kind():
    indexed("guide", title="Price outcomes", url="/guides/price-outcomes/")
    assert suggest("pric") == [{"title": "Price outcomes", "url": "/guides/price-outcomes/", "kind": "How-to guide"}]


def test_titles_that_begin_so_come_first():
    indexed(title="A fair price")
    indexed(title="Price the outcomes with others")
    assert titles("price") == ["Price the outcomes with others", "A fair price"]


def test_all_words_must_be_there_in_any_order():
    indexed(title="Price outcomes and use rate cards")
    indexed(title="Rate cards")
    assert titles("card pric") == ["Price outcomes and use rate cards"]


def test_at_most_eight_are_offered():
    for number in range(MOST + 3):
        indexed(title=f"Step {number}")
    assert len(titles("step")) == MOST == 8


@pytest.mark.parametrize(
    "text", ["", " ", "a", "of the", "%", "__", "\x00", "🦓", "zebra", "' OR 1=1 --", "\ud800", "%" * 10_000]
)
def test_nothing_is_offered_for_nothing(text):
    indexed(title="Price outcomes")
    assert titles(text) == []


def test_words_of_the_body_offer_nothing():
    indexed(title="Price outcomes", body="A zebra crosses.")
    assert titles("zebra") == []


def test_only_the_beginnings_of_words_count():
    indexed(title="Separate budgets")
    indexed(title="A rate card")
    assert titles("rate") == ["A rate card"]


@pytest.mark.parametrize(
    "typed", ["pbr", "PbR", "pb", "outcomes based p", "payment by r", "paying by results", "homelessn", "pricing"]
)
def test_other_names_and_endings_are_known(typed):
    indexed("term", title="Payment by results", names=("PbR", "outcomes-based payment"))
    indexed("term", title="Homelessness")
    indexed("term", title="Price a thing")
    assert len(titles(typed)) == 1


def test_typing_error_offers_what_is_close():
    indexed(title="Rate card")
    indexed(title="Social impact bond")
    assert titles("rate crads") == ["Rate card"]
    assert titles("social imapct bnd") == ["Social impact bond"]


def test_words_for_browsers_are_those_of_vocabularies():
    indexed("term", title="Zebra")
    indexed("step", title="Cross the road")
    indexed("publication", title="A study of zebras")
    assert common_titles() == ["Cross the road", "Zebra"]


def test_two_queries_however_many_there_are(django_assert_num_queries):
    for number in range(30):
        indexed(title=f"Step {number}")
    with django_assert_num_queries(4):  # two more than readers see: in a test the transaction is a savepoint
        suggest("step")
