"""What the database refuses, and the states of a booking."""

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from surgeries import wording
from surgeries.errors import ChangedMeanwhile, NotNow
from surgeries.models import BankHoliday, Booking, BookingEvent, SurgeryPolicy
from tests.factories.accounts import PersonFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    BookingFactory,
    ExceptionFactory,
    RequestFactory,
    RuleFactory,
    SlotFactory,
)

pytestmark = pytest.mark.usefixtures("db")
DAY = date(2026, 11, 10)


def event(**fields) -> BookingEvent:
    booking = fields.pop("booking", None) or BookingFactory()
    given = {"at": NOW, "kind": "booked", "actor": "booker", "to_status": "confirmed", "sequence": 0}
    return BookingEvent.objects.create(booking=booking, to_slot=booking.slot, **{**given, **fields})


def same_slot(status):
    slot = BookingFactory(status="confirmed").slot
    BookingFactory(slot=slot, status=status)


def twice(make, **fields):
    make(**fields)
    make(**fields)


def two_slots(*, apart: int, **second):
    first = SlotFactory()
    start = first.starts_at + timedelta(minutes=apart)
    SlotFactory(**{"adviser": first.adviser, "starts_at": start, **second})


BREAKS = {
    "adviser_is_a_person_or_an_example": lambda: AdviserFactory(is_example=False, agreed_on=DAY),
    "adviser_takes_bookings_only_having_agreed": lambda: AdviserFactory(is_example=False, person=PersonFactory()),
    "adviser_meets_in_some_way": lambda: AdviserFactory(formats=[]),
    "adviser_durations_are_sane": lambda: AdviserFactory(default_duration=5),
    "bank_holiday_once_in_a_nation": lambda: twice(BankHoliday.objects.create, nation="ENG", day=DAY, name="A day"),
    "rule_weekday_is_one": lambda: RuleFactory(weekday=7),
    "rule_ends_after_it_starts": lambda: RuleFactory(end_local=time(9)),
    "rule_duration_is_offered": lambda: RuleFactory(duration_minutes=50),
    "rule_gap_is_sane": lambda: RuleFactory(gap_minutes=121),
    "rule_rhythm_has_its_anchor": lambda: RuleFactory(every_n_weeks=2),
    "rule_days_are_in_order": lambda: RuleFactory(valid_from=DAY, valid_to=DAY - timedelta(days=1)),
    "rule_meets_in_some_way": lambda: RuleFactory(formats=["telegraph"]),
    "exception_days_are_in_order": lambda: ExceptionFactory(ends_local_date=date(2026, 1, 1)),
    "exception_hours_are_in_order": lambda: ExceptionFactory(start_local=time(10)),
    "exception_extra_is_someones_hours": lambda: ExceptionFactory(kind="extra"),
    "slot_of_adviser_starts_once": lambda: two_slots(apart=0),
    "slot_of_adviser_overlaps_no_other": lambda: two_slots(apart=44),
    "slot_ends_after_it_starts": lambda: SlotFactory(ends_at=NOW),
    "slot_lasts_15_to_120_minutes": lambda: SlotFactory(starts_at=NOW, ends_at=NOW + timedelta(minutes=121)),
    "slot_status_is_known": lambda: SlotFactory(status="lost"),
    "slot_meets_in_some_way": lambda: SlotFactory(formats=[]),
    "booking_is_the_only_live_one_of_its_slot": lambda: same_slot("requested"),
    "booking_reference_is_unique": lambda: twice(BookingFactory, reference="GOL-7K3MQ9XW"),
    "booking_submission_counts_once": lambda: twice(BookingFactory, submission_key=UUID(int=1)),
    "booking_reference_has_its_form": lambda: BookingFactory(reference="GOL-O0I1L0OO"),
    "booking_status_is_known": lambda: BookingFactory(status="maybe"),
    "booking_cancelled_says_by_whom": lambda: BookingFactory(status="cancelled"),
    "booking_phone_is_for_phone_calls": lambda: BookingFactory(phone="01865 000000"),
    "booking_format_is_known": lambda: BookingFactory(format="telegraph"),
    "booking_has_someone_to_write_to": lambda: BookingFactory(contact=None),
    "booking_anonymised_names_nobody": lambda: BookingFactory(anonymised_at=NOW),
    "booking_event_once_for_each_sequence": lambda: twice(event, booking=BookingFactory()),
    "surgery_request_has_someone_to_answer": lambda: RequestFactory(contact=None),
    "surgery_request_anonymised_names_nobody": lambda: RequestFactory(anonymised_at=NOW),
    "surgery_policy_is_sane": lambda: SurgeryPolicy.objects.create(horizon_weeks=0),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_database_refuses(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name]()
    told = refused.value.__cause__.diag.constraint_name
    # Two that start at once overlap too, and the database may look at that first. A slot that ends before it starts is
    # an impossible span as well.
    same = {"slot_of_adviser_starts_once": "slot_of_adviser_overlaps_no_other"}.get(name)
    assert told in (name, same) or "range lower bound" in str(refused.value)


def test_database_allows_times_that_touch_and_times_of_others():
    two_slots(apart=45)
    two_slots(apart=0, adviser=AdviserFactory())
    two_slots(apart=20, status="withdrawn")


@pytest.mark.parametrize("status", ["declined", "expired"])
def test_database_allows_a_second_booking_once_the_first_is_over(status):
    slot = BookingFactory(status=status).slot
    assert BookingFactory(slot=slot).is_live


def test_slot_with_a_booking_cannot_be_deleted():
    booking = BookingFactory()
    with pytest.raises(ProtectedError):
        booking.slot.delete()
    with pytest.raises(ProtectedError):
        booking.slot.adviser.delete()


def test_overlap_is_explained_in_the_form():
    slot = SlotFactory()
    other = SlotFactory.build(adviser=slot.adviser, starts_at=slot.starts_at + timedelta(minutes=10))
    with pytest.raises(ValidationError, match="already has a time that overlaps"):
        other.full_clean()


def booking_at(hours: int, **fields) -> Booking:
    """A booking whose surgery starts so many hours from NOW."""
    return BookingFactory(slot=SlotFactory(starts_at=NOW + timedelta(hours=hours)), **fields)


AHEAD, BEHIND = 48, -48
# (state, method, hours to the start): the state afterwards, or why not. `requested` waits for an answer.
MOVES = {
    ("requested", "accept", AHEAD): "confirmed",
    ("requested", "decline", AHEAD): "declined",
    ("requested", "expire", AHEAD): "expired",
    ("requested", "cancel", AHEAD): "cancelled",
    ("confirmed", "cancel", AHEAD): "cancelled",
    ("confirmed", "cancel", BEHIND): NotNow,
    ("confirmed", "accept", AHEAD): ChangedMeanwhile,
    ("cancelled", "cancel", AHEAD): ChangedMeanwhile,
    ("declined", "accept", AHEAD): ChangedMeanwhile,
    ("confirmed", "mark_attended", BEHIND): "attended",
    ("confirmed", "mark_no_show", BEHIND): "no_show",
    ("confirmed", "mark_no_show", AHEAD): NotNow,
    ("cancelled", "mark_no_show", BEHIND): ChangedMeanwhile,
    ("attended", "mark_no_show", BEHIND): "no_show",
    ("no_show", "mark_attended", BEHIND): "attended",
    ("no_show", "mark_attended", -24 * 20): NotNow,
    ("attended", "cancel", AHEAD): ChangedMeanwhile,
}
ARGUMENTS = {
    "cancel": {"actor": "booker", "reason": ""},
    "mark_attended": {"note": "Went well"},
    "mark_no_show": {"note": ""},
}


@pytest.mark.parametrize(("state", "method", "hours"), MOVES)
def test_state_changes_as_the_machine_says(state, method, hours):
    booking = booking_at(hours, status=state, cancelled_by="staff" if state == "cancelled" else "")
    expected = MOVES[state, method, hours]
    act = getattr(booking, method)
    if isinstance(expected, str):
        act(now=NOW, **ARGUMENTS.get(method, {}))
        assert Booking.objects.get(pk=booking.pk).status == booking.status == expected
        return
    with pytest.raises(expected):
        act(now=NOW, **ARGUMENTS.get(method, {}))
    assert Booking.objects.get(pk=booking.pk).status == state


def test_booking_changed_meanwhile_is_left_alone():
    booking = booking_at(AHEAD)
    stale = Booking.objects.get(pk=booking.pk)
    other = SlotFactory(adviser=booking.adviser, starts_at=NOW + timedelta(hours=72))
    booking.move(to=other, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        stale.cancel(actor="booker", reason="", now=NOW)
    standing = Booking.objects.get(pk=booking.pk)
    assert (standing.status, standing.sequence, standing.slot) == ("confirmed", 1, other)


def test_anonymised_booking_keeps_what_names_nobody():
    booking = booking_at(BEHIND, status="attended", access_needs="Captions", extra_attendees=[{"name": "Kim"}])
    before = (booking.slot, booking.topic, booking.journey_stage, booking.org_type, booking.status)
    booking.forget(now=NOW)
    kept = Booking.objects.get(pk=booking.pk)
    assert (kept.slot, kept.topic, kept.journey_stage, kept.org_type, kept.status) == before
    assert (kept.name, kept.question, kept.contact, kept.extra_attendees, kept.access_needs) == ("", "", None, [], "")


def test_example_adviser_is_always_called_one():
    assert AdviserFactory.build(public_name="Sam Price").name_shown == "Sam Price (example)"
    assert AdviserFactory.build(public_name="Example adviser one").name_shown == "Example adviser one"


@pytest.mark.parametrize(
    ("hour", "minute", "words"), [(0, 0, "12am"), (9, 30, "9:30am"), (12, 0, "12pm"), (16, 5, "4:05pm")]
)
def test_time_in_words(hour, minute, words):
    assert wording.time(NOW.replace(hour=hour, minute=minute)) == words


def test_rule_says_when_nothing_fits_in():
    with pytest.raises(ValidationError, match="Not even one surgery"):
        RuleFactory.build(adviser=AdviserFactory(), end_local=time(10, 30)).clean()
