"""What the database refuses, and what staff may do to one message."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from golab.notifications.models import OutgoingMessage, Suppression
from tests.factories.notifications import MessageAttemptFactory, OutgoingMessageFactory, SuppressionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("message_claimed_only_while_sending", {"status": "sending"}),
        ("message_claimed_only_while_sending", {"claim": uuid.uuid4()}),
        ("message_finished_only_in_final_state", {"status": "dead"}),
        ("message_finished_only_in_final_state", {"status": "unheard_of"}),
        ("message_sent_has_its_time", {"sent": True, "sent_at": None}),
        ("message_repeats_uncertain_once", {"uncertain_retries": 2}),
        ("message_calendar_is_whole", {"ics_text": "BEGIN:VCALENDAR"}),
        ("message_calendar_is_whole", {"ics_text": "BEGIN:VCALENDAR", "ics_method": "REPLY"}),
        ("message_headers_are_one_line", {"subject": "Hello\nBcc: all@example.org"}),
        ("message_headers_are_one_line", {"to_name": "Jo\r"}),
        ("message_headers_are_one_line", {"to_email": "a@example.org\n"}),
        ("message_headers_are_one_line", {"reply_to": "a@example.org\n"}),
    ],
)
def test_message_that_makes_no_sense_is_refused(constraint, fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        OutgoingMessageFactory(**fields)


def test_message_key_is_unique():
    OutgoingMessageFactory(dedupe_key="one")
    with pytest.raises(IntegrityError, match="message_dedupe_key_is_unique"), transaction.atomic():
        OutgoingMessageFactory(dedupe_key="one")


def test_attempt_with_no_reply_code_of_mail_is_refused():
    with pytest.raises(IntegrityError, match="attempt_smtp_code_is_a_reply_code"), transaction.atomic():
        MessageAttemptFactory(smtp_code=42)


def test_suppression_is_kept_once_and_in_lower_case(now):
    SuppressionFactory(email_norm="a@example.org")
    with pytest.raises(IntegrityError, match="suppression_once_for_address_and_scope"), transaction.atomic():
        SuppressionFactory(email_norm="a@example.org")
    with pytest.raises(IntegrityError, match="suppression_address_is_lower_case"), transaction.atomic():
        SuppressionFactory(email_norm="B@example.org")
    for _ in range(2):
        Suppression.objects.add_address(email=" C@Example.org ", scope="digest", source="A test", now=now)
    assert Suppression.objects.filter(email_norm="c@example.org").count() == 1


def test_dead_message_is_retried_once_however_often_staff_press(now, django_user_model):
    staff = django_user_model.objects.create_user("staff@example.org")
    row = OutgoingMessageFactory(dead=True, attempts=8, uncertain_retries=1, last_error="451 Later")
    assert row.retry(now=now + timedelta(hours=1), by=staff) is True
    assert row.retry(now=now + timedelta(hours=1), by=staff) is False
    row.refresh_from_db()
    assert (row.status, row.attempts, row.uncertain_retries) == ("pending", 0, 0)
    assert row.next_attempt_at == now + timedelta(hours=1)
    assert list(row.history.values_list("outcome", "error")) == [("retried", "by staff@example.org")]


def test_message_whose_words_are_purged_cannot_be_retried(now):
    row = OutgoingMessageFactory(dead=True, body_text="")
    assert not row.can_be_retried
    assert row.retry(now=now) is False


def test_sent_message_can_be_neither_retried_nor_cancelled(now):
    row = OutgoingMessageFactory(sent=True)
    assert (row.retry(now=now), row.cancel(now=now)) == (False, False)
    assert OutgoingMessage.objects.get().status == "sent"


def test_waiting_message_is_cancelled_with_its_reason(now):
    row = OutgoingMessageFactory()
    assert row.cancel(now=now, reason="Written off") is True
    row.refresh_from_db()
    assert (row.status, row.last_error, row.finished_at) == ("cancelled", "Written off", now)
    assert row.history.get().outcome == "cancelled"
