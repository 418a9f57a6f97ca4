"""Real Celery workers and beats for tests that stop, starve or kill them."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.db import connection

from golab.notifications import nudge

CELERY, WORKER = ["-m", "celery", "-A"], ["worker", "--without-gossip", "--without-mingle"]
PATIENCE = 90  # seconds that a real process may take on a busy machine; no test waits once its condition holds


@pytest.fixture
def broker(settings, own_valkey):
    """A Valkey of this test's own, to which the nudge publishes."""
    use_broker(settings, own_valkey.url)
    yield own_valkey
    nudge.publisher.cache_clear()


def use_broker(settings, url: str) -> None:
    settings.REDIS_URL = url
    settings.CELERY_BROKER_URL = url.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
    nudge.publisher.cache_clear()


def database_url() -> str:
    """The test database's address, for a process of its own."""
    at = connection.settings_dict
    host, port = quote(at["HOST"] or "", safe=""), f":{at['PORT']}" if at["PORT"] else ""
    user, password = quote(at["USER"] or "", safe=""), f":{quote(at['PASSWORD'], safe='')}" if at["PASSWORD"] else ""
    return f"postgres://{user}{password}@{host}{port}/{at['NAME']}"


def environment(broker, sink) -> dict[str, str]:
    """What a process of the hub has to know."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "golab.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker.url,
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "LOG_LEVEL": "WARNING",
    }


@contextmanager
def process(command: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen]:
    """A Python process in a group of its own, killed afterwards whatever happens."""
    started = subprocess.Popen(
        [sys.executable, *command],
        cwd=project.BASE_DIR,
        env=environ,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        kill_dead(started)


@contextmanager
def worker(broker, sink) -> Iterator[subprocess.Popen]:
    """A Celery worker for mail."""
    with process([*CELERY, "golab.celery", *WORKER, "-Q", "mail", "-c", "1"], environment(broker, sink)) as started:
        yield started


@contextmanager
def queue(broker, sink, place) -> Iterator[subprocess.Popen]:
    """Three workers and two beats, whose clocks run fast (tests/quick_queue.py). Gives the workers' process."""
    with process(["-m", "tests.quick_queue", str(place)], environment(broker, sink)) as workers:
        yield workers


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
