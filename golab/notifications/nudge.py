"""Telling a worker to look now. Only a hint: the sweep finds what a lost hint leaves behind."""

import logging
import time
from functools import cache
from uuid import UUID

from celery import Celery

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 15.0  # after a failure, so that a thousand messages do not wait for a dead broker one by one
_quiet_until = 0.0


@cache
def _publisher() -> Celery:
    """A Celery of our own that only publishes: a request may wait a quarter of a second, a worker longer."""
    app = Celery("golab-nudge", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_transport_options = {
        **app.conf.broker_transport_options,
        "socket_connect_timeout": 0.25,
        "socket_timeout": 0.5,
    }
    return app


def worker(message_id: UUID) -> bool:
    """Publish the id; False when the broker could not be reached. Never raises, never waits long."""
    global _quiet_until
    if time.monotonic() < _quiet_until:
        return False
    try:
        _publisher().send_task("golab.notifications.tasks.deliver_message", args=[str(message_id)], retry=False)
    except Exception as error:  # whatever a broker can do, the fact is committed and the sweep will send
        _quiet_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("broker_unreachable", extra={"message_id": str(message_id), "error": str(error)})
        return False
    return True
