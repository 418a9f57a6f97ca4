"""The queue. Schedules belong to the apps that own the work (`<app>/tasks.py: SCHEDULE`); this file gathers them."""

import os
from importlib import import_module

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "golab.settings")

app = Celery("golab")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # a task is acknowledged when it is done, so that a killed worker's work comes back
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_ignore_result=True,
    task_time_limit=90,
    task_soft_time_limit=60,
    broker_transport_options={"visibility_timeout": 300, "socket_connect_timeout": 2, "socket_timeout": 5},
    visibility_timeout=300,
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2},
    worker_soft_shutdown_timeout=5,
    broker_connection_retry_on_startup=True,
    worker_max_tasks_per_child=500,
    worker_hijack_root_logger=False,  # golab.ops.logs has set it up
)
app.autodiscover_tasks()

SCHEDULED_APPS = [
    "golab.accounts",
    "golab.notifications",
    "golab.search",
    "golab.imports",
    "golab.ops",
    "golab.exports",
    "journey",
    "sibdb",
    "surgeries",
]


@app.on_after_finalize.connect
def gather_schedules(sender: Celery, **_: object) -> None:
    """Add each app's SCHEDULE (Celery beat entries) once Django is ready."""
    for name in SCHEDULED_APPS:
        sender.conf.beat_schedule.update(import_module(f"{name}.tasks").SCHEDULE)
