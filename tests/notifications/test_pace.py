"""Not faster than the mail server allows, over all workers together (R9, R20)."""

from collections import Counter
from datetime import timedelta

import pytest

from golab.notifications import nudge, pace
from golab.notifications.delivery import deliver_due
from golab.notifications.models import Heartbeat, OutgoingMessage
from golab.notifications.tasks import deliver_message
from tests.factories.notifications import OutgoingMessageFactory
from tests.notifications.test_actions import write

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(now, settings, monkeypatch):
    """A clock that moves on only when someone waits; thirty messages a minute."""
    settings.EMAIL_PER_MINUTE = 30
    moment = [now]
    monkeypatch.setattr(pace.time, "sleep", lambda seconds: moment.append(moment[-1] + timedelta(seconds=seconds)))
    return lambda: moment[-1]


def test_r9_backlog_leaves_at_the_pace_that_is_set(clock, now):
    OutgoingMessageFactory.create_batch(5)
    assert deliver_due(clock=clock) == Counter(sent=5)
    assert [row.sent_at - now for row in OutgoingMessage.objects.order_by("sent_at")] == [
        number * 2 * SECOND for number in range(5)
    ]


def test_r9_sweep_that_has_no_time_left_takes_no_turn(clock, now):
    OutgoingMessageFactory.create_batch(5)
    assert deliver_due(clock=clock, limit=5 * SECOND) == Counter(sent=3)
    assert Heartbeat.objects.get(name=pace.NEXT_TURN).at == now + 6 * SECOND


def test_r20_what_someone_waits_for_overtakes_what_waits_its_turn(clock, now):
    OutgoingMessageFactory.create_batch(3, priority=90)
    urgent = OutgoingMessageFactory(priority=10, next_attempt_at=now + SECOND)
    deliver_due(clock=clock)
    assert list(OutgoingMessage.objects.order_by("sent_at").values_list("pk", flat=True))[1] == urgent.pk


def test_r20_nudged_worker_leaves_to_the_sweep_what_has_to_wait(settings):
    settings.EMAIL_PER_MINUTE = 1
    first, second = OutgoingMessageFactory.create_batch(2)
    for row in (first, second):
        deliver_message(str(row.pk))
    assert [OutgoingMessage.objects.get(pk=row.pk).status for row in (first, second)] == ["sent", "pending"]


def test_r20_thousands_at_once_are_left_to_the_sweep(now, monkeypatch, django_capture_on_commit_callbacks):
    nudged = []
    monkeypatch.setattr(nudge, "worker", nudged.append)
    with django_capture_on_commit_callbacks(execute=True):
        write(now, priority=OutgoingMessage.Priority.BULK)
        row = write(now, dedupe_key="normal")
    assert nudged == [row.pk]
