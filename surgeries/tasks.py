"""The queue's side: each task has nothing but a clock and makes one call."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from golab.pages.snapshots import start_request
from surgeries import decisions, retention
from surgeries.booking import links
from surgeries.telling import digests, followups, reminders
from surgeries.times import bank_holidays, generating


@shared_task
def generate_slots() -> None:
    start_request()  # a worker has no request that would make it look again at the rules
    bank_holidays.refresh(now=timezone.now())
    generating.generate(now=timezone.now())


@shared_task
def send_reminders() -> None:
    start_request()
    reminders.send_reminders(now=timezone.now())


@shared_task
def after_and_before() -> None:
    """What has to be said or let go of without anybody asking: lapsed requests, follow-ups, the morning's digest."""
    start_request()
    now = timezone.now()
    decisions.expire_unanswered(now=now)
    followups.send_follow_ups(now=now)
    digests.send_digests(now=now)


@shared_task
def send_asked_links() -> None:
    start_request()
    links.send_asked(now=timezone.now())


@shared_task
def forget_old() -> None:
    start_request()
    retention.forget_old(now=timezone.now())


SCHEDULE = {
    "surgeries-generate": {"task": "surgeries.tasks.generate_slots", "schedule": crontab(hour=1, minute=10)},
    "surgeries-remind": {
        "task": "surgeries.tasks.send_reminders",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "surgeries-after-and-before": {
        "task": "surgeries.tasks.after_and_before",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    # Told at once by the page; this finds what a lost hint leaves behind.
    "surgeries-links": {
        "task": "surgeries.tasks.send_asked_links",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "surgeries-forget": {"task": "surgeries.tasks.forget_old", "schedule": crontab(hour=3, minute=40)},
}
