from datetime import timedelta

import pytest
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


def test_broker_that_is_down_fails_nothing(monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(current_app, "send_task", refuse)
    queue.wake(job_id=7)
    assert "import 7 waits for the sweep" in caplog.text
