"""What happens to accounts by the clock."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from golab.accounts import retention


@shared_task
def keep_as_promised() -> None:
    """Warns and erases as the privacy page says. Safe to run twice."""
    now = timezone.now()
    retention.forgive_returned()
    retention.warn_idle(now=now)
    retention.erase_idle(now=now)
    retention.erase_never_proved(now=now)
    retention.forget_attempts(now=now)


SCHEDULE = {
    "accounts-keep-as-promised": {
        "task": "golab.accounts.tasks.keep_as_promised",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 6 * 3600},
    },
}
