"""The queue's side of imports: thin, safe to run twice."""

from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from golab.imports import actions, queue, work


# Reading cannot be cut in two, so it may take longer than other tasks; still less than the broker's patience.
@shared_task(soft_time_limit=240, time_limit=270)
def work_on_import(job_id: int) -> None:
    if work.work_on(job_id=job_id, until=timezone.now() + timedelta(seconds=30)):
        queue.wake(job_id=job_id)


@shared_task
def sweep() -> None:
    for job_id in work.due(now=timezone.now()):
        queue.wake(job_id=job_id)


@shared_task
def forget_files() -> None:
    actions.forget_files(now=timezone.now())


SCHEDULE = {
    "imports-sweep": {
        "task": "golab.imports.tasks.sweep",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "imports-forget-files": {
        "task": "golab.imports.tasks.forget_files",
        "schedule": crontab(hour=3, minute=40),
    },
}
