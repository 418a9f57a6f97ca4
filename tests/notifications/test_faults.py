"""With real servers stopped and real workers killed: no message is lost, none doubled beyond what is promised."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings as project
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

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
PATIENCE = 30  # seconds that a real process may take; no test waits once its condition holds


@pytest.fixture
def broker(settings, own_valkey):
    """A Valkey of this test's own, to which the nudge publishes."""
    use_broker(settings, own_valkey.url)
    yield own_valkey
    nudge._publisher.cache_clear()


def use_broker(settings, url: str) -> None:
    settings.REDIS_URL = url
    settings.CELERY_BROKER_URL = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    nudge._publisher.cache_clear()


def database_url() -> str:
    """The test database's address, for a process of its own."""
    at = connection.settings_dict
    host, port = quote(at["HOST"] or "", safe=""), f":{at['PORT']}" if at["PORT"] else ""
    user, password = quote(at["USER"] or "", safe=""), f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else ""
    return f"postgres://{user}{password}@{host}{port}/{at['NAME']}"


@contextmanager
def worker(broker, sink):
    """A real Celery worker in a process group of its own, killed afterwards whatever happens."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "golab.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "LOG_LEVEL": "WARNING",
    }
    command = [
        "celery",
        "-A",
        "golab.celery",
        "worker",
        "-Q",
        "mail",
        "-c",
        "1",
        "--without-gossip",
        "--without-mingle",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=project.BASE_DIR,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        kill_dead(process)


def kill_dead(process) -> None:
    """As a power cut: the worker and its children, without a chance to tidy up."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def wait_for(condition) -> None:
    deadline = time.monotonic() + PATIENCE
    tick = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        tick.wait(0.02)


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


def test_message_written_with_the_broker_stopped_is_kept_and_drained(broker, sink):
    broker.stop()
    began = time.monotonic()
    row = write_now()
    assert time.monotonic() - began < 1
    assert OutgoingMessage.objects.get().status == "pending"
    call_command("deliver_messages", verbosity=0)
    assert is_sent(row)
    assert len(sink.taken) == 1


def test_dead_broker_is_asked_once_and_then_left_alone_for_a_while(broker):
    broker.stop()
    rows = OutgoingMessageFactory.create_batch(50)
    began = time.monotonic()
    assert not any(nudge.worker(row.pk) for row in rows)
    assert time.monotonic() - began < 1


def test_broker_that_never_answers_delays_no_request(settings, silent_port):
    use_broker(settings, f"redis://127.0.0.1:{silent_port}/0")
    began = time.monotonic()
    write_now()
    nudge._publisher.cache_clear()
    assert time.monotonic() - began < 1


def test_r5_worker_killed_before_the_server_had_the_message(broker, sink):
    sink.at_greeting = Fault.HANG
    row = write_now()
    with worker(broker, sink) as process:
        wait_for(sink.is_reached.is_set)
        kill_dead(process)
    assert sink.taken == []
    sink.at_greeting = None
    later = timezone.now() + timedelta(minutes=3)
    assert deliver_due(clock=timezone.now) == {}, "the dead worker's lease still stands"
    assert deliver_due(clock=lambda: later) == {"sent": 1}
    assert len(sink.taken) == 1
    assert is_sent(row)


def test_r5_worker_delivers_on_the_nudge_and_killed_with_the_answer_due_repeats_once(broker, sink):
    with worker(broker, sink) as process:
        first = write_now(dedupe_key="first")
        wait_for(lambda: is_sent(first))
        sink.has_text.clear()
        sink.at_data = Fault.HANG
        second = write_now(dedupe_key="second")
        wait_for(sink.has_text.is_set)
        kill_dead(process)
    sink.at_data = None
    later = timezone.now() + timedelta(minutes=3)
    assert deliver_due(clock=lambda: later) == {"sent": 1}
    assert deliver_due(clock=lambda: later + timedelta(days=1)) == {}
    assert [message["Message-ID"] for message in sink.taken] == [first.message_id, *[second.message_id] * 2]
    assert OutgoingMessage.objects.get(pk=second.pk).uncertain_retries == 1
