"""Writing into the outbox: once, frozen, inside the transaction of the fact."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from golab.notifications.actions import Calendar, enqueue
from golab.notifications.addresses import Recipient, clean_name
from golab.notifications.copy import CopyError
from golab.notifications.models import OutgoingMessage

pytestmark = pytest.mark.django_db
CONTEXT = {"name": "Robin", "sign_in_url": "https://hub.example.org/in/", "expires_at": "10:45am"}


def write(now, **changes) -> OutgoingMessage:
    fields = {
        "kind": "test_receipt",
        "to": Recipient("robin@example.org", "Robin Reader"),
        "context": CONTEXT,
        "dedupe_key": "receipt:1",
        "now": now,
    }
    return enqueue(**{**fields, **changes})


def test_enqueue_freezes_words_and_identity(now):
    row = write(now)
    assert (row.status, row.to_email, row.to_name) == ("pending", "robin@example.org", "Robin Reader")
    assert (row.created_at, row.next_attempt_at) == (now, now)
    assert row.audience == "account holder"
    assert "https://hub.example.org/in/" in row.body_text
    assert "<h1" in row.body_html
    assert row.message_id == f"<{row.pk}@mail.example.org>"
    assert OutgoingMessage.objects.get() == row


def test_enqueue_twice_with_one_key_returns_what_stands(now):
    first = write(now)
    second = write(now, to=Recipient("other@example.org"))
    assert second == first
    assert OutgoingMessage.objects.get().to_email == "robin@example.org"


def test_enqueue_keeps_subject_calendar_times_and_actor(now, django_user_model):
    user = django_user_model.objects.create_user("staff@example.org")
    subject = uuid.uuid4()
    row = write(
        now,
        subject_kind="booking",
        subject_uuid=subject,
        calendar=Calendar("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "REQUEST"),
        not_before=now + timedelta(hours=1),
        expires_at=now + timedelta(hours=2),
        reply_to=Recipient("team@example.org", "The team"),
        priority=OutgoingMessage.Priority.BULK,
        by=user,
    )
    row.refresh_from_db()
    assert (row.subject_kind, row.subject_uuid, row.created_by) == ("booking", subject, user)
    assert (row.ics_method, row.next_attempt_at, row.priority) == ("REQUEST", now + timedelta(hours=1), 90)
    assert row.reply_to == "The team <team@example.org>"


def test_e2_enqueue_refuses_an_unsubscribe_link_on_essential_mail(now):
    with pytest.raises(ValueError, match="test_receipt is essential"):
        write(now, unsubscribe_url="https://hub.example.org/alerts/stop/")


def test_enqueue_offers_one_press_unsubscribing_where_it_may(now):
    context = {**CONTEXT, "date_phrase": "yesterday", "time": "10am", "rebook_url": "https://hub.example.org/b/"}
    row = write(now, kind="test_reminder", context=context, unsubscribe_url="https://hub.example.org/alerts/stop/")
    assert row.headers == {
        "List-Unsubscribe": "<https://hub.example.org/alerts/stop/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    assert "Stop emails like this one: https://hub.example.org/alerts/stop/" in row.body_text


@pytest.mark.parametrize("address", ["", "not an address", "a@b@example.org", "a@example.org\nBcc: x@example.org"])
def test_enqueue_refuses_what_is_no_address(now, address):
    with pytest.raises(ValidationError):
        write(now, to=Recipient(address))


def test_enqueue_refuses_an_unknown_kind_and_missing_words(now):
    with pytest.raises(KeyError, match="no_such_kind"):
        write(now, kind="no_such_kind")
    with pytest.raises(CopyError, match="no value for expires_at, name, sign_in_url"):
        write(now, context={})


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Smith, Jo", "Smith Jo"),
        ('Jo "the boss" Smith: CEO', "Jo the boss Smith CEO"),
        ("Jo\r\nBcc: all@example.org", "Jo Bcc allexample.org"),
        ("Zoë Ångström", "Zoë Ångström"),
        ("x" * 100, "x" * 75),
        ("Jo <b@example.org>", "Jo bexample.org"),
    ],
)
def test_name_is_made_safe_for_headers(name, cleaned):
    assert clean_name(name) == cleaned
