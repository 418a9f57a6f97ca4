"""The record of what readers did not find."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from golab.search import unanswered
from golab.search.models import ASKED_OFTEN, FEW, UnansweredQuery
from golab.search.tasks import SCHEDULE, forget_unanswered
from golab.search.unanswered import KEPT_FOR, LONGEST_KEPT, forget, forget_old, record
from tests.factories.search import UnansweredQueryFactory, indexed

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)


@pytest.fixture
def at_once(monkeypatch):
    """Questions stand as they are from the first on."""
    monkeypatch.setattr(unanswered, "ASKED_OFTEN", 1)
    monkeypatch.setattr(unanswered, "ON_DAYS", 1)


def recorded() -> list[tuple]:
    return list(UnansweredQuery.objects.order_by("day", "text").values_list("text", "day", "count"))


def shown() -> list[str]:
    return list(UnansweredQuery.objects.for_staff().order_by("text").values_list("text", flat=True))


def test_same_question_counts_by_day_however_it_is_written(at_once):
    for day in (MONDAY, MONDAY, TUESDAY):
        record("Zebra crossings", found=0, day=day)
    record("  zebra   CROSSINGS? ", found=0, day=MONDAY)
    assert recorded() == [("zebra crossings", MONDAY, 3), ("zebra crossings", TUESDAY, 1)]


@pytest.mark.parametrize("found", [0, 1, FEW])
def test_few_results_are_kept_with_their_number(found):
    record("zebra", found=FEW, day=MONDAY)
    record("zebra", found=found, day=MONDAY)
    assert UnansweredQuery.objects.get().found == found


def test_enough_results_are_not_kept():
    record("zebra", found=FEW + 1, day=MONDAY)
    assert recorded() == []


@pytest.mark.parametrize(
    "personal",
    [
        "alex.able@example.org",
        "call 020 7946 0000",
        "my number is 07700-900123",
        "case 4929 1234 5678 9012",
        "QQ 12 34 56 C",
        "born 4/11/1987",
        "OX1 3UQ",
        "support for Mrs Able",
        "dr. able appointment",
        "my name is alex",
        "https://example.org/?token=abc",
        "@someone",
        "alex\x00.able@example.org",
    ],
)
def test_what_may_name_a_person_is_not_kept(personal):
    record(personal, found=0, day=MONDAY)
    assert recorded() == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Procurement Act 2023", "procurement act 2023"),
        ("pilots in 2016/17", "pilots in 2016 17"),
        ("2015-2018 results", "2015 2018 results"),
        ("care leavers 16-25", "care leavers 16 25"),
        ("§ 75", "75"),
        ("A&E", "ae"),
        ("الدفع مقابل النتائج", "الدفع مقابل النتائج"),
    ],
)
def test_years_ages_and_any_script_are_kept(text, kept, at_once):
    record(text, found=0, day=MONDAY)
    assert recorded() == [(kept, MONDAY, 1)]


@pytest.mark.parametrize("text", ["", "   ", "\x00\x07", "\u200b", "🦓", "'\"", "\ud800", "x" * 10_000, "a1" * 21])
def test_nothing_is_not_kept(text):
    record(text, found=0, day=MONDAY)
    assert recorded() == []


def test_long_question_is_cut(at_once):
    record("word " * 2000, found=0, day=MONDAY)
    ((text, _, count),) = recorded()
    assert (len(text) <= LONGEST_KEPT, count) == (True, 1)


def test_control_characters_are_left_out(at_once):
    record("zebra\x00crossing", found=0, day=MONDAY)
    assert recorded() == [("zebra crossing", MONDAY, 1)]


def test_question_of_several_words_is_not_kept_readable_until_it_was_asked_often():
    indexed(title="Grace Field", body="A name of words that the hub knows.")
    for _ in range(ASKED_OFTEN):
        record("grace field", found=1, day=MONDAY)
    record("giraffe", found=0, day=MONDAY)
    assert shown() == ["giraffe"]
    assert not [text for text, *_ in recorded() if "grace" in text or "field" in text]
    record("Grace Field", found=1, day=TUESDAY)
    assert shown() == ["giraffe", "grace field"]
    assert recorded()[1:] == [("grace field", MONDAY, 3), ("grace field", TUESDAY, 1)]
    record("grace field", found=1, day=TUESDAY)
    assert recorded()[-1] == ("grace field", TUESDAY, 2)


def test_sealed_question_is_forgotten_by_its_words():
    record("grace field", found=0, day=MONDAY)
    assert (forget("grace field"), recorded()) == (1, [])


def test_days_of_a_question_are_added_up():
    UnansweredQueryFactory(text="zebra", day=MONDAY, count=2, found=1)
    UnansweredQueryFactory(text="zebra", day=TUESDAY, count=3)
    (row,) = UnansweredQuery.objects.for_staff()
    assert (row["times"], row["latest_day"], row["results"]) == (5, TUESDAY, 1)


def test_old_rows_are_forgotten_every_night():
    for days in (0, 1):
        UnansweredQueryFactory(day=MONDAY - KEPT_FOR - timedelta(days=days))
    assert (forget_old(today=MONDAY), UnansweredQuery.objects.count()) == (1, 1)
    forget_unanswered()
    assert forget_unanswered.name in {entry["task"] for entry in SCHEDULE.values()}


def test_one_row_for_a_text_and_a_day():
    UnansweredQueryFactory(text="zebra", day=MONDAY)
    with transaction.atomic(), pytest.raises(IntegrityError, match="unanswered_once_a_day"):
        UnansweredQueryFactory(text="zebra", day=MONDAY)


def test_row_without_text_is_refused():
    with transaction.atomic(), pytest.raises(IntegrityError, match="unanswered_query_has_text"):
        UnansweredQueryFactory(text=" ")
