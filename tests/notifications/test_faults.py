"""With real servers stopped and real workers killed: no message is lost, none doubled beyond what is promised."""

import time
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from golab.notifications import nudge
from golab.notifications.backends import SmtpBackend
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from tests.factories.notifications import OutgoingMessageFactory
from tests.notifications.test_actions import write
from tests.smtp import Fault
from tests.workers import broker, environment, kill_dead, process, use_broker, wait_for, worker  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]


def is_sent(row) -> bool:
    return OutgoingMessage.objects.filter(pk=row.pk, status="sent").exists()


def write_now(**fields) -> OutgoingMessage:
    with transaction.atomic():
        return write(timezone.now(), **fields)


class CutOffBackend(SmtpBackend):
    """Hands the message over; the database goes away before the answer can be written down."""

    def send_messages(self, messages):
        taken = super().send_messages(messages)
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return taken


def test_r16_database_lost_after_the_server_had_the_message(sink, settings):
    row = write_now()
    settings.OUTBOX_EMAIL_BACKEND = f"{__name__}.CutOffBackend"
    with pytest.raises((OperationalError, InterfaceError)):
        deliver_due()
    connection.close()
    assert OutgoingMessage.objects.get().status == "sending"
    settings.OUTBOX_EMAIL_BACKEND = "golab.notifications.backends.SmtpBackend"
    later = timezone.now() + timedelta(minutes=3)
    assert deliver_due(clock=lambda: later) == {"sent": 1}
    assert deliver_due(clock=lambda: later + timedelta(days=1)) == {}
    assert [message["Message-ID"] for message in sink.taken] == [row.message_id] * 2


def test_message_written_with_the_broker_stopped_is_kept_and_drained(broker, sink):  # noqa: F811
    broker.stop()
    began = time.monotonic()
    row = write_now()
    assert time.monotonic() - began < 1
    assert OutgoingMessage.objects.get().status == "pending"
    call_command("deliver_messages", verbosity=0)
    assert is_sent(row)
    assert len(sink.taken) == 1


def test_dead_broker_is_asked_once_and_then_left_alone_for_a_while(broker):  # noqa: F811
    broker.stop()
    rows = OutgoingMessageFactory.create_batch(50)
    began = time.monotonic()
    assert not any(nudge.worker(row.pk) for row in rows)
    assert time.monotonic() - began < 1


def test_broker_that_never_answers_delays_no_request(settings, silent_port):
    use_broker(settings, f"redis://127.0.0.1:{silent_port}/0")
    row = OutgoingMessageFactory()
    began = time.monotonic()
    assert not nudge.worker(row.pk)
    nudge.publisher.cache_clear()
    assert time.monotonic() - began < 1


def test_r5_worker_killed_before_the_server_had_the_message(broker, sink):  # noqa: F811
    sink.at_greeting = Fault.HANG
    row = write_now()
    with worker(broker, sink) as started:
        wait_for(sink.is_reached.is_set)
        kill_dead(started)
    assert sink.taken == []
    sink.at_greeting = None
    later = timezone.now() + timedelta(minutes=3)
    assert deliver_due(clock=timezone.now) == {}, "the dead worker's lease still stands"
    assert deliver_due(clock=lambda: later) == {"sent": 1}
    assert len(sink.taken) == 1
    assert is_sent(row)


def test_r5_worker_delivers_on_the_nudge_and_killed_with_the_answer_due_repeats_once(broker, sink):  # noqa: F811
    with worker(broker, sink) as started:
        first = write_now(dedupe_key="first")
        wait_for(lambda: is_sent(first))
        sink.has_text.clear()
        sink.at_data = Fault.HANG
        second = write_now(dedupe_key="second")
        wait_for(sink.has_text.is_set)
        kill_dead(started)
    sink.at_data = None
    later = timezone.now() + timedelta(minutes=3)
    assert deliver_due(clock=lambda: later) == {"sent": 1}
    assert deliver_due(clock=lambda: later + timedelta(days=1)) == {}
    assert [message["Message-ID"] for message in sink.taken] == [first.message_id, *[second.message_id] * 2]
    assert OutgoingMessage.objects.get(pk=second.pk).uncertain_retries == 1


def test_r20_drain_killed_in_the_midst_is_taken_up_where_it_stopped(broker, sink):  # noqa: F811
    rows = OutgoingMessageFactory.create_batch(60, priority=OutgoingMessage.Priority.BULK)
    with process(["manage.py", "deliver_messages", "--every=1"], environment(broker, sink)) as drain:
        wait_for(lambda: len(sink.taken) >= 5)
        kill_dead(drain)
    assert 5 <= len(sink.taken) < 60
    later = timezone.now() + timedelta(minutes=3)
    deliver_due(clock=lambda: later)
    ids = [message["Message-ID"] for message in sink.taken]
    assert set(ids) == {row.message_id for row in rows}, "none is lost"
    assert len(ids) <= len(rows) + 1, "only the one under way may come twice"
    assert set(OutgoingMessage.objects.values_list("status", flat=True)) == {"sent"}
