"""Requests, links, and for how long what people told is kept (C14, P1, P2)."""

import uuid
from datetime import timedelta

import pytest

from golab.accounts.actions import erase_account
from golab.accounts.models import Contact
from golab.accounts.registry import parts
from golab.notifications.models import OutgoingMessage
from surgeries import actions, retention, tokens
from surgeries.models import Booking, BookingDraft, SurgeryRequest
from tests.factories.accounts import UserFactory
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
    actions.request_time(email="zoe@example.gov.uk", submission_key=uuid.uuid4(), now=NOW, **asked())
    DraftFactory(email="Zoe@example.gov.uk")
    (part,) = [one for one in parts() if one.name == "Advice surgeries"]
    assert [row.get("reference") for row in part.export(user)] == [booking.reference, None]
    erase_account(user=user, by=user, now=NOW)
    kept = Booking.objects.get()
    assert (kept.status, kept.name, kept.contact) == ("cancelled", "", None)
    assert SurgeryRequest.objects.get().name == ""
    assert not BookingDraft.objects.exists()
    assert not Contact.objects.exists()
    assert [row.kind for row in messages_of(booking)].count("adviser_booking_cancelled") == 1
    assert not OutgoingMessage.objects.filter(to_email="zoe@example.gov.uk", status="pending").exists()


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
