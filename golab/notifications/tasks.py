"""The queue's side of the outbox: each task loads nothing but an id or a clock and makes one call."""

from datetime import timedelta
from uuid import UUID

from celery import shared_task
from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

from golab.notifications import delivery, pace, upkeep
from golab.notifications.alerts import actions as alerts
from golab.notifications.alerts import digests


@shared_task
def deliver_message(message_id: str) -> None:
    """One message at once, if its turn is now; the sweep sends what has to wait."""
    now = timezone.now()
    if pace.wait_for_turn(clock=lambda: now, stop_at=now):
        delivery.deliver(message_id=UUID(message_id), now=now)


@shared_task
def sweep() -> None:
    upkeep.sweep(limit=timedelta(seconds=settings.OUTBOX_SWEEP_SECONDS))


@shared_task
def purge() -> None:
    upkeep.purge(now=timezone.now())


@shared_task
def send_alerts() -> None:
    digests.send_due(limit=timedelta(seconds=45))


@shared_task
def forget_unconfirmed() -> None:
    alerts.forget_unconfirmed(now=timezone.now())


SCHEDULE = {
    # A sweep that could not start within half a minute is pointless: the next one stands behind it.
    "outbox-sweep": {
        "task": "golab.notifications.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "outbox-purge": {
        "task": "golab.notifications.tasks.purge",
        "schedule": crontab(hour=3, minute=20),
    },
    # Each alert is due on Mondays at half past seven, as its row says. Asking often makes up for a worker's absence.
    "alerts-weekly": {
        "task": "golab.notifications.tasks.send_alerts",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "alerts-forget-unconfirmed": {
        "task": "golab.notifications.tasks.forget_unconfirmed",
        "schedule": crontab(hour=3, minute=25),
    },
}
