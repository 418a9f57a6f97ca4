"""After a backup was restored nothing leaves until someone has looked (R23)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from golab.notifications import hold
from golab.notifications.delivery import deliver, deliver_due
from golab.notifications.health import SWEEP, outbox_health
from golab.notifications.models import Heartbeat, Hold, OutgoingMessage
from tests.factories.notifications import OutgoingMessageFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def due(at):
    return deliver_due(clock=lambda: at)


def test_r23_what_a_restored_backup_holds_waits_for_staff(now):
    """Yesterday's rows were sent after the backup was made, so the backup shows them as waiting."""
    sent_since = OutgoingMessageFactory(created_at=now - 20 * HOUR)
    half_sent = OutgoingMessageFactory(
        created_at=now - 20 * HOUR, sending=True, lease_until=now - 19 * HOUR, smtp_started_at=now - 20 * HOUR
    )
    call_command("hold_messages", stdout=StringIO())
    began = Hold.objects.get().since
    Hold.objects.update(since=now)
    assert hold.begin(reason="again", now=now + HOUR).since == now != began, "one hold stands, the first"
    new = OutgoingMessageFactory(created_at=now + HOUR)
    assert due(now + HOUR) == {}
    assert deliver(message_id=sent_since.pk, now=now + HOUR) == "not_claimed"
    groups = hold.groups(Hold.objects.get())
    assert [(group.key, group.count) for group in groups] == [("test_receipt:older", 2), ("test_receipt:newer", 1)]
    assert [group.is_safe_to_send for group in groups] == [False, True]
    assert hold.release(send=["test_receipt:newer"], now=now + 2 * HOUR)
    assert not hold.release(send=["test_receipt:older"], now=now + 2 * HOUR), "another has ended it"
    assert due(now + 2 * HOUR) == {"sent": 1}
    assert {str(message.message()["Message-ID"]) for message in mail.outbox} == {new.message_id}
    states = dict(OutgoingMessage.objects.values_list("pk", "status"))
    assert [states[row.pk] for row in (sent_since, half_sent, new)] == ["cancelled", "cancelled", "sent"]
    assert sent_since.history.get().error == hold.NOT_RELEASED


def test_r23_code_for_signing_in_is_sent_although_messages_are_held(now):
    hold.begin(reason="Restored", now=now)
    OutgoingMessageFactory(created_at=now - HOUR, priority=10)
    fresh = OutgoingMessageFactory(created_at=now + HOUR, priority=10)
    OutgoingMessageFactory(created_at=now + HOUR)
    assert due(now + HOUR) == {"sent": 1}
    assert OutgoingMessage.objects.get(status="sent") == fresh


def test_database_holds_messages_once(now):
    Hold.objects.create(since=now, reason="One")
    with pytest.raises(IntegrityError, match="hold_stands_once"), transaction.atomic():
        Hold.objects.create(since=now, reason="Two")
    Hold.objects.update(released_at=now)
    Hold.objects.create(since=now, reason="Later")


def test_hold_is_no_fault_until_it_is_forgotten(now):
    hold.begin(reason="Restored", now=now)
    OutgoingMessageFactory(next_attempt_at=now - HOUR)
    Heartbeat.objects.beat(SWEEP, now=now + HOUR)
    health = outbox_health(now + HOUR)
    assert (health.colour, health.is_held) == ("amber", True)
    assert health.reasons == ("Messages are held since 9 November 2026, 10:30am.",)
    Heartbeat.objects.beat(SWEEP, now=now + 5 * HOUR)
    assert outbox_health(now + 5 * HOUR).colour == "red"


def test_staff_hold_look_through_and_release(admin_client):
    page = reverse("messages:hold")
    assert "what waits in it may have been sent before" in admin_client.get(page).text
    assert "Messages are held." in admin_client.post(page, {"reason": "Restored"}, follow=True).text
    OutgoingMessageFactory(created_at=Hold.objects.get().since - HOUR)
    OutgoingMessageFactory(created_at=Hold.objects.get().since + HOUR, kind="test_reminder")
    text = admin_client.get(page).text
    assert "Receipt: 1 written before the hold began" in text
    assert "Reminder: 1 written after the hold began" in text
    assert "checked" not in text, "neither may be sent twice without someone saying so"
    assert "is not one of the available choices" in admin_client.post(page, {"send": "nothing:older"}).text
    assert "The hold is over" in admin_client.post(page, {"send": ["test_reminder:newer"]}, follow=True).text
    assert set(OutgoingMessage.objects.values_list("kind", "status")) == {
        ("test_receipt", "cancelled"),
        ("test_reminder", "pending"),
    }


def test_hold_is_for_those_who_may_change_messages(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("staff@example.org", is_staff=True))
    assert client.post(reverse("messages:hold"), {"reason": "Restored"}).status_code in (302, 403)
    assert not Hold.objects.exists()
