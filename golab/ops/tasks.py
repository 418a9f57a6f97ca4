"""Housekeeping by the clock."""

from celery import shared_task
from celery.schedules import crontab
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled")


@shared_task
def clear_sessions() -> None:
    """Delete sessions that have ended."""
    call_command("clearsessions")


SCHEDULE = {
    "ops-publish-scheduled": {
        "task": "golab.ops.tasks.publish_scheduled",
        "schedule": crontab(),
        "options": {"expires": 50},  # the next minute brings another
    },
    "ops-clear-sessions": {
        "task": "golab.ops.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 6 * 3600},
    },
}
