import json
from datetime import timedelta
from uuid import uuid4

import pytest
import redis
from celery import current_app
from django.utils import timezone

from golab.imports import actions, queue, tasks
from golab.imports.models import ImportJob
from tests.factories.imports import ImportJobFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


def test_every_scheduled_task_exists():
    assert {entry["task"] for entry in tasks.SCHEDULE.values()} <= set(current_app.tasks)
    assert "golab.imports.tasks.work_on_import" in current_app.tasks


def test_task_works_on_the_job():
    job = ImportJobFactory()
    tasks.work_on_import(job_id=job.pk)
    job.refresh_from_db()
    assert job.is_parsed


def test_sweep_finds_the_job_of_a_dead_worker(monkeypatch):
    now = timezone.now()
    claimed = {"claim": "00000000-0000-0000-0000-000000000001"}
    dead = ImportJobFactory(lease_until=now - timedelta(seconds=1), **claimed)
    ImportJobFactory(lease_until=now + actions.LEASE, **claimed)
    ImportJobFactory(state=ImportJob.State.PARSED)
    woken = []
    monkeypatch.setattr(queue, "wake", lambda *, job_id: woken.append(job_id))
    tasks.sweep()
    assert woken == [dead.pk]


def test_forget_files_runs():
    job = ImportJobFactory(state=ImportJob.State.PARSED, created_at=timezone.now() - timedelta(days=31))
    tasks.forget_files()
    job.refresh_from_db()
    assert bytes(job.content) == b""


@pytest.fixture
def own_queue(settings):
    """The real broker with a queue that no worker listens to."""
    if not settings.REDIS_URL:
        pytest.skip("no REDIS_URL: set it to run this test")
    settings.CELERY_TASK_DEFAULT_QUEUE = f"imports-test-{uuid4()}"
    queue.publisher.cache_clear()
    broker = redis.Redis.from_url(settings.REDIS_URL)
    yield lambda: [json.loads(message) for message in broker.lrange(settings.CELERY_TASK_DEFAULT_QUEUE, 0, -1)]
    for key in broker.scan_iter(f"*{settings.CELERY_TASK_DEFAULT_QUEUE}*"):
        broker.delete(key)
    broker.close()
    queue.publisher().close()
    queue.publisher.cache_clear()


def test_wake_reaches_the_broker_with_nothing_but_the_id(own_queue):
    queue.wake(job_id=7)
    (message,) = own_queue()
    assert message["headers"]["task"] == "golab.imports.tasks.work_on_import"
    assert message["headers"]["kwargsrepr"] == "{'job_id': 7}"


def test_broker_that_is_down_fails_nothing(settings, caplog):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    queue.publisher.cache_clear()
    queue.wake(job_id=7)
    queue.publisher().close()
    queue.publisher.cache_clear()
    assert "import 7 waits for the sweep" in caplog.text
