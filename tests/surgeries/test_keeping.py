"""Requests, links, and for how long what people told is kept (C14, P1, P2)."""

import uuid
from datetime import timedelta

import pytest

from golab.accounts.actions import erase_account
from golab.accounts.models import Contact
from golab.accounts.registry import parts
from golab.notifications import correcting
from golab.notifications.delivery import deliver_due
from golab.notifications.kinds import AddressRefused
from golab.notifications.models import MessageAttempt, OutgoingMessage
from surgeries import actions, retention, tokens
from surgeries.models import Booking, BookingDraft, SurgeryRequest
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageAttemptFactory
from tests.factories.surgeries import (
    NOW,
    BookingFactory,
    DraftFactory,
    RequestFactory,
    SlotFactory,
    StageOptionFactory,
    TopicFactory,
    booked,
)
from tests.surgeries.told import messages_of, set_rules

pytestmark = pytest.mark.usefixtures("db")


def test_p2_what_is_kept_long_enough_is_removed_and_twice_is_no_more():
    old = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=400)), access_needs="Captions")
    month = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=31)), access_needs="Captions")
    fresh = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=29)), access_needs="Captions")
    RequestFactory(created_at=NOW - timedelta(days=400))
    DraftFactory(updated_at=NOW - timedelta(hours=25))
    DraftFactory(updated_at=NOW - timedelta(hours=23))
    removed = retention.forget_old(now=NOW)
    assert removed == {"access needs": 2, "bookings": 1, "requests": 1, "drafts": 1}
    assert not any(retention.forget_old(now=NOW).values())
    old, month, fresh = (Booking.objects.get(pk=one.pk) for one in (old, month, fresh))
    assert (old.name, old.is_anonymised, old.status) == ("", True, "confirmed")
    assert (month.access_needs, month.name, fresh.access_needs) == ("", "Zoë O'Brien", "Captions")
    assert Contact.objects.count() == 2, "the addresses of the old booking and the old request are gone"


def test_p1_erasing_an_account_cancels_first_and_removes_all():
    user = UserFactory(email="zoe@example.gov.uk")
    booking = booked()
    figures = Booking.objects.values("status", "topic", "journey_stage", "org_type", "slot__starts_at")
    counted = list(figures)
    MessageAttemptFactory(message=messages_of(booking, audience=":booker")[0], error="550 zoe@example.gov.uk unknown")
    actions.request_time(email="zoe@example.gov.uk", submission_key=uuid.uuid4(), now=NOW, **asked())
    DraftFactory(email="Zoe@example.gov.uk")
    (part,) = [one for one in parts() if one.name == "Advice surgeries"]
    assert [row.get("reference") for row in part.export(user)] == [booking.reference, None]
    erase_account(user=user, by=user, now=NOW)
    kept = Booking.objects.get()
    assert (kept.status, kept.name, kept.contact) == ("cancelled", "", None)
    assert list(figures.all()) == [{**counted[0], "status": "cancelled"}], "what is counted stays"
    assert SurgeryRequest.objects.get().name == ""
    assert not BookingDraft.objects.exists()
    assert not Contact.objects.exists()
    assert [row.kind for row in messages_of(booking)].count("adviser_booking_cancelled") == 1
    told = [f"{field.value_from_object(row)}" for row in OutgoingMessage.objects.filter(subject_uuid=booking.uuid)
            for field in row._meta.fields if not (row.status == "pending" and row.audience == "adviser")]  # fmt: skip
    assert not [text for text in told if "zoe@example.gov.uk" in text.lower() or "Zoë" in text]
    assert not MessageAttempt.objects.filter(error__icontains="zoe").exists()
    assert {row.status for row in messages_of(booking) if row.to_email == "erased@example.invalid"} == {"cancelled"}


def asked(**changes) -> dict:
    """What someone for whom no time suits tells."""
    told = {"name": "Zoë", "organisation": "Harbour City Council", "org_type": "nhs", "question": "Where to begin?"}
    return {
        **told,
        "availability": "Mondays",
        "topic": TopicFactory(),
        "journey_stage": StageOptionFactory(),
        **changes,
    }


def test_request_is_answered_at_once_and_told_to_the_inbox_once():
    set_rules(inbox_email="surgeries@example.org")
    key, told = uuid.uuid4(), asked()
    for _ in range(2):
        actions.request_time(email="zoe@example.gov.uk", submission_key=key, now=NOW, **told)
    rows = OutgoingMessage.objects.order_by("kind")
    assert [(row.kind, row.to_email) for row in rows] == [
        ("staff_surgery_request", "surgeries@example.org"),
        ("surgery_request_received", "zoe@example.gov.uk"),
    ]
    assert "answer by Thursday 12 November 2026, 5pm" in rows[1].body_text


def test_c14_replaced_link_revokes_the_old_one():
    booking = booked()
    old = tokens.token_of(booking)
    actions.replace_link(booking=booking, by=UserFactory(), now=NOW)
    assert tokens.booking_of(old, now=NOW) is None
    assert tokens.booking_of(tokens.token_of(booking), now=NOW) == booking
    (told,) = [row for row in messages_of(booking) if row.kind == "booking_link_replaced"]
    assert tokens.token_of(booking) in told.body_text


def test_link_works_until_a_month_after_the_session():
    booking = booked()
    token = tokens.token_of(booking)
    assert tokens.booking_of(token, now=booking.slot.ends_at + timedelta(days=30)) == booking
    assert tokens.booking_of(token, now=booking.slot.ends_at + timedelta(days=31)) is None


def test_corrected_address_holds_no_more_bookings_than_any_other():
    """Staff would give the address a third booking to come: they are told why not, and nothing changes."""
    for _ in range(2):
        booked(email="zoe@example.gov.uk")
    booking = booked(email="zeo@example.gov.uk")
    (row,) = [row for row in messages_of(booking) if row.to_email == "zeo@example.gov.uk"]
    with pytest.raises(AddressRefused, match=r"zoe@example.gov.uk has 2 surgeries booked already"):
        correcting.send_to(message=row, email="zoe@example.gov.uk", by=UserFactory(), now=NOW)
    assert Booking.objects.get(pk=booking.pk).contact.email_norm == "zeo@example.gov.uk"
    assert [one.to_email for one in messages_of(booking) if one.audience == "booker"] == ["zeo@example.gov.uk"]
    over = booking.slot.ends_at
    assert correcting.send_to(message=row, email="zoe@example.gov.uk", by=UserFactory(), now=over), "it is over"


def test_corrected_address_is_the_bookings_from_now_on():
    """The confirmation came back; staff know the address that was meant."""
    booking = booked(email="zeo@example.gov.uk", extra_attendees=[{"name": "Ola", "email": "oal@example.org"}])
    for wrong, right in (("zeo@example.gov.uk", "zoe@example.gov.uk"), ("oal@example.org", "ola@example.org")):
        (row,) = [row for row in messages_of(booking) if row.to_email == wrong]
        assert correcting.send_to(message=row, email=right, by=UserFactory(), now=NOW)
    assert Contact.objects.get().email_norm == "zoe@example.gov.uk", "the wrong one is forgotten"
    assert deliver_due(clock=lambda: NOW)["sent"] == 3, "booker, colleague and adviser; the first two rows are over"
    booking = Booking.objects.with_everything().get(pk=booking.pk)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    told = {row.to_email for row in messages_of(booking) if "cancelled" in row.kind}
    assert {"zoe@example.gov.uk", "ola@example.org"} < told
    assert not told & {"zeo@example.gov.uk", "oal@example.org"}
