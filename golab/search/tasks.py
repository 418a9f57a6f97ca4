"""The queue's side of search: each task makes one call. What is due stands in the database."""

from celery import shared_task
from celery.schedules import crontab
from django.utils import timezone

from golab.search import indexing, unanswered


@shared_task
def apply_search_changes() -> None:
    indexing.keep_up(seconds=45)  # of the minute that a task has; the sweep goes on


# Longer than other tasks may take, and shorter than the broker waits before it gives the task to another worker: some
# hundred thousand documents. What it has put right by then stays so.
@shared_task(soft_time_limit=280, time_limit=290)
def repair_search() -> None:
    indexing.repair()


@shared_task
def forget_unanswered() -> None:
    unanswered.forget_old(today=timezone.localdate())


SCHEDULE = {
    # A sweep that could not start within half a minute is pointless: the next one stands behind it.
    "search-changes": {
        "task": "golab.search.tasks.apply_search_changes",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "search-repair": {
        "task": "golab.search.tasks.repair_search",
        "schedule": crontab(hour=3, minute=20),
    },
    "search-forget-unanswered": {
        "task": "golab.search.tasks.forget_unanswered",
        "schedule": crontab(hour=3, minute=50),
    },
}
