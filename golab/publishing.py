"""Sending tasks to the broker, for whoever only tells a worker that there is work."""

from functools import cache

from celery import Celery


@cache
def publisher() -> Celery:
    """A Celery that only publishes. The web process loads no other, and Celery's default would ask another broker."""
    app = Celery("golab-publisher", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app
