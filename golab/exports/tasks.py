"""The queue's side of spreadsheets: thin, safe to run twice."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from golab.exports import making, queue


@shared_task(soft_time_limit=240, time_limit=270)
def make_file(file_id: int) -> None:
    making.make(file_id=file_id, now=timezone.now())


@shared_task
def sweep() -> None:
    for file_id in making.due(now=timezone.now()):
        queue.wake(file_id=file_id)


@shared_task
def forget_old() -> None:
    making.forget_old(now=timezone.now())


SCHEDULE = {
    "exports-sweep": {"task": "golab.exports.tasks.sweep", "schedule": 60.0, "options": {"expires": 60}},
    "exports-forget-old": {"task": "golab.exports.tasks.forget_old", "schedule": crontab(minute=50)},
}
