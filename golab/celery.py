"""The queue. Schedules belong to the apps that own the work (`<app>/tasks.py: SCHEDULE`); this file gathers them."""

import os
from importlib import import_module

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")

app = Celery("golab")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

SCHEDULED_APPS = ["golab.accounts", "golab.notifications", "golab.search", "golab.imports", "golab.ops"]


@app.on_after_finalize.connect
def gather_schedules(sender: Celery, **_: object) -> None:
    """Add each app's SCHEDULE (Celery beat entries) once Django is ready."""
    for name in SCHEDULED_APPS:
        sender.conf.beat_schedule.update(import_module(f"{name}.tasks").SCHEDULE)
