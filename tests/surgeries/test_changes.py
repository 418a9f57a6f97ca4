"""Moving, cancelling and withdrawing: who is told, and what is refused (C cases)."""

from datetime import timedelta

import pytest

from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from surgeries import actions
from surgeries.errors import ChangedMeanwhile, NotNow, SlotGone, SlotTaken
from surgeries.models import Booking, BookingEvent, Slot
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import (
    NOW,
    SlotFactory,
    booked,
)
from tests.surgeries.told import entry_of, messages_of

pytestmark = pytest.mark.usefixtures("db")


def test_move_to_another_adviser_tells_both():
    booking = booked()
    old, new = booking.slot, SlotFactory()
    moved = actions.move(booking=booking, to_uuid=new.uuid, by=None, now=NOW)
    assert (moved.slot, moved.sequence, moved.pk) == (new, 1, booking.pk)
    told = {row.to_email: row for row in messages_of(booking) if "moved" in row.kind}
    assert told["zoe@example.gov.uk"].ics_method == "REQUEST"
    assert told[new.adviser.email].ics_method == "REQUEST"
    gone = told[old.adviser.email]
    assert (gone.kind, gone.ics_method, entry_of(gone).start) == ("adviser_booking_moved_away", "CANCEL", old.starts_at)
    assert booked(slot=old, email="kim@example.gov.uk").slot == old, "the old time is free at once"


def test_c7_move_to_a_time_taken_meanwhile_changes_nothing():
    booking, taken = booked(), booked(email="kim@example.gov.uk")
    before = OutgoingMessage.objects.count()
    with pytest.raises(SlotTaken):
        actions.move(booking=booking, to_uuid=taken.slot.uuid, by=None, now=NOW)
    standing = Booking.objects.get(pk=booking.pk)
    assert (standing.slot, standing.sequence, OutgoingMessage.objects.count()) == (booking.slot, 0, before)


def test_c8_second_move_of_what_was_seen_before_is_refused():
    booking = booked()
    stale = Booking.objects.with_everything().get(pk=booking.pk)
    first, second = SlotFactory(), SlotFactory()
    actions.move(booking=booking, to_uuid=first.uuid, by=None, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.move(booking=stale, to_uuid=second.uuid, by=None, now=NOW)
    assert Booking.objects.get().slot == first


def test_c11_fourth_move_and_late_move_are_refused_but_staff_may():
    booking, staff = booked(), UserFactory()
    for _ in range(3):
        booking = actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=NOW)
    with pytest.raises(NotNow, match="You have moved this booking 3 times"):
        actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=NOW)
    booking = actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=staff, reason="Ill", now=NOW)
    assert booking.sequence == 4
    (told,) = messages_of(booking, audience="moved:4:booker")
    assert "Why we moved it: Ill" in told.body_text
    late = booking.slot.starts_at - timedelta(hours=23)
    with pytest.raises(NotNow, match="less than 24 hours"):
        actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=late)


def test_staff_may_move_within_the_notice_but_not_into_the_past():
    booking, staff = booked(), UserFactory()
    soon, past = SlotFactory(starts_at=NOW + timedelta(hours=1)), SlotFactory(starts_at=NOW - timedelta(hours=3))
    with pytest.raises(SlotGone):
        actions.move(booking=booking, to_uuid=past.uuid, by=staff, now=NOW)
    assert actions.move(booking=booking, to_uuid=soon.uuid, by=staff, now=NOW).slot == soon


def test_c3_c4_cancelling_frees_the_time_and_is_told_once():
    booking = booked()
    stale = Booking.objects.with_everything().get(pk=booking.pk)
    actions.cancel(booking=booking, reason="The time does not suit me", by=None, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.cancel(booking=stale, reason="", by=None, now=NOW)
    told = [row.kind for row in messages_of(booking) if "cancelled" in row.kind]
    assert told == ["adviser_booking_cancelled", "booking_cancelled_by_booker"]
    assert BookingEvent.objects.filter(kind="cancelled").count() == 1
    assert booked(slot=booking.slot, email="kim@example.gov.uk").is_live


def test_staff_withdraw_a_booked_time_with_an_apology_and_other_times():
    booking, others = booked(), SlotFactory.create_batch(4)
    staff = UserFactory(first_name="Mara", last_name="Keeper")
    cancelled = actions.withdraw(slot=booking.slot, reason="The adviser is ill", by=staff, now=NOW)
    assert (cancelled.cancelled_by, Slot.objects.get(pk=booking.slot_id).status) == ("staff", "withdrawn")
    (apology,) = [row for row in messages_of(booking) if row.kind == "booking_cancelled_by_staff"]
    assert "Why: The adviser is ill" in apology.body_text
    assert "Mara Keeper, for the GO Lab team" in apology.body_text
    assert sum(str(slot.uuid) in apology.body_text for slot in others) == 3
    assert actions.withdraw(slot=booking.slot, reason="Again", by=staff, now=NOW) is None


def test_c17_question_changed_is_told_to_the_adviser_once():
    booking = booked()
    for _ in range(2):
        booking = actions.change_question(booking=booking, question="And the ceiling?", now=NOW)
    (told,) = [row for row in messages_of(booking) if row.kind == "adviser_question_updated"]
    assert (told.ics_text, Booking.objects.get().sequence) == (None, 0)


def test_news_that_is_no_longer_so_is_not_sent():
    booking = booked()
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    deliver_due(clock=lambda: NOW)
    states = {row.kind: row.status for row in messages_of(booking)}
    assert states["booking_confirmed"] == states["adviser_new_booking"] == "cancelled"
    assert states["booking_cancelled_by_booker"] == "sent"
