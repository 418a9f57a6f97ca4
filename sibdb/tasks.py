"""The queue's side: each task has nothing but a clock and makes one call."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from sibdb.corrections import personal
from sibdb.monthly import taking


@shared_task
def forget_old() -> None:
    personal.forget_old(now=timezone.now())


@shared_task(soft_time_limit=120, time_limit=150)
def take_snapshot() -> None:
    taking.take(now=timezone.now())


SCHEDULE = {
    # Each day, so that a day without a worker does not cost the month; the month's first does it.
    "sibdb-monthly-snapshot": {"task": "sibdb.tasks.take_snapshot", "schedule": crontab(hour=4, minute=20)},
    "sibdb-forget": {"task": "sibdb.tasks.forget_old", "schedule": crontab(hour=3, minute=50)},
}
