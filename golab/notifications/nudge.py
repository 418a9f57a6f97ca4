"""Telling a worker to look now. Only a hint: the sweep finds what a lost hint leaves behind."""

import logging
import time
from functools import cache
from uuid import UUID

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from golab.publishing import publisher

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.25  # what a request may lose to a broker that does not answer
PAUSE_SECONDS = 15.0  # after a failure, so that a thousand messages do not wait for a dead broker one by one
_quiet_until = 0.0


@cache
def _probe(url: str) -> redis.Redis:
    """A client that gives up at once. Celery's own goes on trying for seconds when a broker takes connections
    and says nothing, so it is asked only after this one had an answer."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
    )


def worker(message_id: UUID) -> bool:
    """Publish the id; False when the broker could not be reached. Never raises, never waits long."""
    return task("golab.notifications.tasks.deliver_message", str(message_id))


def task(name: str, *arguments: str) -> bool:
    """Publish any task, as above. `arguments` are ids: nothing about a person goes to the broker."""
    global _quiet_until
    if not settings.REDIS_URL or time.monotonic() < _quiet_until:
        return False
    try:
        _probe(settings.REDIS_URL).ping()
        publisher().send_task(name, args=list(arguments), retry=False)
    except Exception as error:  # whatever a broker can do, the fact is committed and the sweep will send
        _quiet_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("broker_unreachable", extra={"task": name, "arguments": arguments, "error": str(error)})
        return False
    return True
