"""Telling a worker that something changed. Only a hint: the sweep finds what a lost hint leaves behind."""

import logging
import time
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from golab.publishing import publisher

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.25  # what a request may lose to a broker that does not answer
PAUSE_SECONDS = 15.0  # after a failure, so that saves do not wait for a dead broker one by one
_quiet_until = 0.0


@cache
def _probe(url: str) -> redis.Redis:
    """A client that gives up at once: Celery's own would try for seconds, so it is asked second."""
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
        health_check_interval=0,
        retry=Retry(NoBackoff(), 0),
    )


def worker() -> bool:
    """Ask a worker to apply changes; False when the broker could not be reached. Never raises, never waits long."""
    global _quiet_until
    if not settings.REDIS_URL or time.monotonic() < _quiet_until:
        return False
    try:
        _probe(settings.REDIS_URL).ping()
        publisher().send_task("golab.search.tasks.apply_search_changes", retry=False, expires=30)
    except Exception as error:  # whatever a broker can do, the change is committed and the sweep will index it
        _quiet_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("broker_unreachable", extra={"task": "apply_search_changes", "error": str(error)})
        return False
    return True
