"""What happens to journeys by the clock."""

from datetime import timedelta

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from journey.models import GuideOpinion, SharedJourney

OPINIONS_KEPT = timedelta(days=730)


@shared_task
def forget_ended_links() -> None:
    """Delete links whose time is over, with what they showed. Safe to run twice."""
    SharedJourney.objects.forget_ended(now=timezone.now())


@shared_task
def forget_old_opinions() -> None:
    """Delete what readers thought of guides two years ago. Safe to run twice."""
    GuideOpinion.objects.forget_before(timezone.localdate() - OPINIONS_KEPT)


SCHEDULE = {
    "journey-forget-old-opinions": {
        "task": "journey.tasks.forget_old_opinions",
        "schedule": crontab(hour=4, minute=25),
        "options": {"expires": 6 * 3600},
    },
    "journey-forget-ended-links": {
        "task": "journey.tasks.forget_ended_links",
        "schedule": crontab(hour=4, minute=20),
        "options": {"expires": 6 * 3600},
    },
}
