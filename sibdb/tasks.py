"""The queue's side: each task has nothing but a clock and makes one call."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from sibdb.corrections import personal


@shared_task
def forget_old() -> None:
    personal.forget_old(now=timezone.now())


SCHEDULE = {
    "sibdb-forget": {"task": "sibdb.tasks.forget_old", "schedule": crontab(hour=3, minute=50)},
}
