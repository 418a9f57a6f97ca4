"""The sweep, the news of failures, the purge, and the command that needs no broker."""

import signal
from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command

from golab.notifications import upkeep
from golab.notifications.health import SWEEP
from golab.notifications.models import Heartbeat, OutgoingMessage
from golab.notifications.tasks import SCHEDULE, deliver_message, forget_unconfirmed, purge, send_alerts, sweep
from tests.factories.notifications import MessageAttemptFactory, OutgoingMessageFactory

pytestmark = pytest.mark.django_db
NEWS = "staff_dead_messages"


@pytest.fixture
def keeper(django_user_model):
    """Someone on the staff who may see the outbox through a group."""
    group = Group.objects.create(name="Message keepers")
    group.permissions.add(Permission.objects.get(codename="view_outgoingmessage"))
    user = django_user_model.objects.create_user("keeper@example.org", first_name="Kim")
    user.groups.add(group)
    return user


def test_sweep_sends_what_is_due_and_leaves_a_heartbeat(now):
    OutgoingMessageFactory.create_batch(3)
    assert upkeep.sweep(clock=lambda: now) == Counter(sent=3)
    assert len(mail.outbox) == 3
    assert Heartbeat.objects.get(name=SWEEP).at == now


def test_sweep_stops_at_its_limit(now):
    OutgoingMessageFactory.create_batch(3)
    ticks = (now + timedelta(seconds=second) for second in range(100))
    assert upkeep.sweep(clock=lambda: next(ticks), limit=timedelta(seconds=5)).total() < 3


def test_failures_are_told_to_those_who_look_after_messages_once_an_hour(now, keeper, django_user_model):
    django_user_model.objects.create_user("reader@example.org", is_staff=True)
    OutgoingMessageFactory(dead=True, to_name="Robin")
    assert upkeep.tell_staff_of_failures(now=now) == 1
    OutgoingMessageFactory(dead=True)
    assert upkeep.tell_staff_of_failures(now=now + timedelta(minutes=20)) == 0
    assert upkeep.tell_staff_of_failures(now=now + timedelta(minutes=40)) == 1
    rows = OutgoingMessage.objects.filter(kind=NEWS)
    assert [row.to_email for row in rows] == ["keeper@example.org"] * 2
    assert "Receipt to Robin" in rows.order_by("created_at")[0].body_text
    assert rows[0].subject == "1 email could not be delivered"


def test_news_of_failures_that_fails_makes_no_news(now, keeper):
    OutgoingMessageFactory(dead=True, kind=NEWS)
    assert upkeep.tell_staff_of_failures(now=now) == 0


def test_purge_forgets_words_after_30_days_and_rows_after_13_months(now):
    fields = {"sent": True, "ics_text": "BEGIN:VCALENDAR", "ics_method": "REQUEST", "headers": {"X": "y"}}
    fresh = OutgoingMessageFactory(finished_at=now - timedelta(days=29), **fields)
    old = OutgoingMessageFactory(finished_at=now - timedelta(days=31), **fields)
    ancient = OutgoingMessageFactory(finished_at=now - timedelta(days=400), **fields)
    MessageAttemptFactory(message=ancient)
    waiting = OutgoingMessageFactory(created_at=now - timedelta(days=500))
    assert upkeep.purge(now=now) == {"words": 1, "messages": 1}
    assert upkeep.purge(now=now) == {"words": 0, "messages": 0}
    assert OutgoingMessage.objects.get(pk=fresh.pk).body_text
    old.refresh_from_db()
    assert (old.body_text, old.body_html, old.ics_text, old.ics_method, old.headers) == ("", "", None, None, {})
    assert old.subject
    assert OutgoingMessage.objects.get(pk=waiting.pk).body_text


def test_command_drains_and_counts_and_may_run_again():
    OutgoingMessageFactory.create_batch(2)
    OutgoingMessageFactory(kind="test_reminder", subject_kind="gone")
    first, second = StringIO(), StringIO()
    call_command("deliver_messages", stdout=first)
    call_command("deliver_messages", stdout=second)
    assert first.getvalue() == "cancelled: 1\nsent: 2\n3 tried\n"
    assert second.getvalue() == "0 tried\n"


class StoppingBackend(EmailBackend):
    """The order to stop comes while a message is being sent."""

    def send_messages(self, messages):
        signal.raise_signal(signal.SIGTERM)
        return super().send_messages(messages)


def test_r15_drain_that_is_told_to_stop_finishes_what_it_sends(settings):
    settings.OUTBOX_EMAIL_BACKEND = f"{__name__}.StoppingBackend"
    row = OutgoingMessageFactory()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        call_command("deliver_messages", every=3600, stdout=StringIO())
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert OutgoingMessage.objects.get() == row
    assert OutgoingMessage.objects.get().status == "sent"
    assert not Heartbeat.objects.exists(), "the sweep's silence must be seen"


def test_tasks_are_thin_and_on_the_schedule():
    row = OutgoingMessageFactory()
    deliver_message(str(row.pk))
    assert OutgoingMessage.objects.get().status == "sent"
    sweep()
    purge()
    assert {entry["task"] for entry in SCHEDULE.values()} == {
        *(sweep.name, purge.name, send_alerts.name, forget_unconfirmed.name)
    }
    assert SCHEDULE["outbox-sweep"]["schedule"] == 30
