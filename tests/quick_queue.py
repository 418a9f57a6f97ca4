"""The hub's queue for tests: the sweep and the reminders run twice a second, and nothing else does."""

from celery import Celery

from golab.celery import app

OFTEN = ("outbox-sweep", "surgeries-remind")


@app.on_after_finalize.connect
def hurry(sender: Celery, **_: object) -> None:
    """After golab.celery gathered the schedules."""
    schedule = sender.conf.beat_schedule
    sender.conf.beat_schedule = {name: {**schedule[name], "schedule": 0.5} for name in OFTEN}
