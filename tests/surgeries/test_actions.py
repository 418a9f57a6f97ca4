"""Booking: the fact, its history and its messages, all or none (B and E cases)."""

import uuid
from datetime import timedelta

import pytest

from golab.accounts.models import Contact
from golab.notifications.models import OutgoingMessage
from surgeries import actions
from surgeries.errors import SlotGone, SlotTaken, TooManyBookings
from surgeries.models import Booking, BookingEvent
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    SlotFactory,
    booked,
    details,
)
from tests.surgeries.told import entry_of, messages_of, set_rules

pytestmark = pytest.mark.usefixtures("db")


def test_booking_tells_the_booker_the_adviser_and_the_inbox():
    set_rules(inbox_email="surgeries@example.org")
    booking = booked(question="Our floor is above our ceiling.", role="Head of finance", access_needs="Captions")
    kinds_ = [row.kind for row in messages_of(booking)]
    assert kinds_ == ["adviser_new_booking", "booking_confirmed", "staff_new_booking"]
    adviser, booker, inbox = messages_of(booking)
    assert booker.to_email == "zoe@example.gov.uk"
    assert booker.reply_to == "GO Lab surgeries <surgeries@example.org>"
    assert booker.subject == f"Advice surgery booked: Mon 16 Nov 2026, {booking.slot.time} ({booking.reference})"
    for part in (booker.body_text, booker.body_html):
        assert "Our floor is above our ceiling." in part
        assert f"/surgeries/manage/{booking.uuid}.1:" in part
        assert "A note of the risks." in part
    assert adviser.to_email == booking.adviser.email
    assert "Captions" not in adviser.body_text
    assert "Access needs have been given" in adviser.body_text
    assert inbox.to_email == "surgeries@example.org"
    assert "/surgeries/manage/" in entry_of(booker)["url"]
    assert "/surgeries/manage/" not in f"{adviser.body_text}{adviser.body_html}{entry_of(adviser).to_ical()}"
    event = BookingEvent.objects.get()
    assert (event.kind, event.actor, event.to_slot, event.sequence) == ("booked", "booker", booking.slot, 0)


def test_c10_e5_calendar_keeps_its_uid_and_counts_up():
    adviser = AdviserFactory()
    slots = [SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=8, hours=hour)) for hour in range(4)]
    booking = booked(slot=slots[0])
    for slot in slots[1:]:
        booking = actions.move(booking=booking, to_uuid=slot.uuid, by=None, now=NOW)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    sent = [row for row in OutgoingMessage.objects.order_by("pk") if row.to_email == "zoe@example.gov.uk"]
    sent = sorted(sent, key=lambda row: entry_of(row)["sequence"])
    assert [row.ics_method for row in sent] == ["REQUEST"] * 4 + ["CANCEL"]
    assert [entry_of(row)["sequence"] for row in sent] == [0, 1, 2, 3, 4]
    assert {entry_of(row)["uid"] for row in sent} == {f"surgery-{booking.uuid}@golab.bsg.ox.ac.uk"}
    assert [entry_of(row).start for row in sent] == [*(slot.starts_at for slot in slots), slots[3].starts_at]
    assert [entry_of(row)["status"] for row in sent][-1] == "CANCELLED"
    assert {entry_of(row)["organizer"] for row in sent} == {"mailto:hub@example.org"}


@pytest.mark.parametrize("delivery", ["none", "feed"])
def test_e11_adviser_who_wants_none_gets_no_invitations(delivery):
    booking = booked(slot=SlotFactory(adviser=AdviserFactory(calendar_delivery=delivery)))
    (to_adviser,) = messages_of(booking, audience=":adviser")
    assert to_adviser.ics_text is None


def test_b4_same_submission_is_one_booking():
    slot, told, key = SlotFactory(), details(), uuid.uuid4()
    once, again = (
        actions.book(slot_uuid=slot.uuid, email="zoe@example.gov.uk", details=told, submission_key=key, now=NOW)
        for _ in range(2)
    )
    assert once == again
    assert (Booking.objects.count(), BookingEvent.objects.count(), OutgoingMessage.objects.count()) == (1, 1, 2)


def test_taken_time_is_refused_and_leaves_nothing():
    slot = booked().slot
    before = OutgoingMessage.objects.count()
    with pytest.raises(SlotTaken):
        booked(slot=slot, email="kim@example.gov.uk")
    assert Booking.objects.count() == 1
    assert OutgoingMessage.objects.count() == before
    assert not Contact.objects.filter(email_norm="kim@example.gov.uk").exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda: SlotFactory(status="withdrawn"),
        lambda: SlotFactory(starts_at=NOW + timedelta(minutes=10)),
        lambda: SlotFactory(starts_at=NOW - timedelta(days=1)),
        lambda: SlotFactory(starts_at=NOW + timedelta(weeks=9)),
        lambda: SlotFactory(adviser=AdviserFactory(is_active=False)),
        lambda: SlotFactory(formats=["phone"]),
        lambda: SlotFactory.build(),
    ],
    ids=["withdrawn", "too soon", "past", "too far", "adviser away", "other format", "made up"],
)
def test_b8_b9_b24_time_that_is_not_offered_is_refused(make):
    with pytest.raises(SlotGone):
        booked(slot=make())
    assert not Booking.objects.exists()


def test_b11_third_booking_of_an_address_is_refused_however_it_is_typed():
    booked(email="jo@x.gov.uk")
    booked(email="JO@x.gov.uk ")
    with pytest.raises(TooManyBookings):
        booked(email=" Jo@X.gov.uk")
    assert Contact.objects.get().email_norm == "jo@x.gov.uk"
    actions.cancel(booking=Booking.objects.first(), reason="", by=None, now=NOW)
    assert booked(email="jo@x.gov.uk").is_live


def test_r14_error_after_the_messages_leaves_neither(monkeypatch):
    monkeypatch.setattr(actions.messages, "tell_booked", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        booked()
    assert (Booking.objects.count(), OutgoingMessage.objects.count()) == (0, 0)
