"""What happens to journeys by the clock."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from journey.models import SharedJourney


@shared_task
def forget_ended_links() -> None:
    """Delete links whose time is over, with what they showed. Safe to run twice."""
    SharedJourney.objects.forget_ended(now=timezone.now())


SCHEDULE = {
    "journey-forget-ended-links": {
        "task": "journey.tasks.forget_ended_links",
        "schedule": crontab(hour=4, minute=20),
        "options": {"expires": 6 * 3600},
    },
}
