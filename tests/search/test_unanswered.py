"""The record of what readers did not find."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from golab.search.models import UnansweredQuery
from golab.search.unanswered import LONGEST_KEPT, record
from tests.factories.search import UnansweredQueryFactory

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)


def recorded() -> list[tuple]:
    return list(UnansweredQuery.objects.order_by("day", "text").values_list("text", "day", "count"))


def test_same_question_counts_by_day():
    for day in (MONDAY, MONDAY, TUESDAY):
        record("Zebra crossings", day=day)
    record("  zebra   CROSSINGS ", day=MONDAY)
    assert recorded() == [("zebra crossings", MONDAY, 3), ("zebra crossings", TUESDAY, 1)]


@pytest.mark.parametrize(
    "personal",
    [
        "alex.able@example.org",
        "call 020 7946 0000",
        "my number is 07700-900123",
        "case 4929 1234 5678 9012",
        "@someone",
    ],
)
def test_what_may_name_a_person_is_not_kept(personal):
    record(personal, day=MONDAY)
    assert recorded() == []


@pytest.mark.parametrize("text", ["Procurement Act 2023", "care leavers 16-25", "§ 75"])
def test_years_and_ages_are_kept(text):
    record(text, day=MONDAY)
    assert recorded() == [(text.lower(), MONDAY, 1)]


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u200b"])
def test_nothing_is_not_kept(text):
    record(text, day=MONDAY)
    assert recorded() == []


def test_long_question_is_cut():
    record("word " * 2000, day=MONDAY)
    ((text, _, count),) = recorded()
    assert (len(text) <= LONGEST_KEPT, count) == (True, 1)


def test_control_characters_are_left_out():
    record("zebra\x00crossing", day=MONDAY)
    assert recorded() == [("zebra crossing", MONDAY, 1)]


def test_one_row_for_a_text_and_a_day():
    UnansweredQueryFactory(text="zebra", day=MONDAY)
    with transaction.atomic(), pytest.raises(IntegrityError, match="unanswered_once_a_day"):
        UnansweredQueryFactory(text="zebra", day=MONDAY)


def test_row_without_text_is_refused():
    with transaction.atomic(), pytest.raises(IntegrityError, match="unanswered_query_has_text"):
        UnansweredQueryFactory(text=" ")
