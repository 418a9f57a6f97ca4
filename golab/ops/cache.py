"""The cache that may fail: without Valkey the site is slower, never broken."""

import threading
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from prometheus_client import Counter
from redis.exceptions import ConnectionError, RedisError, TimeoutError  # noqa: A004

log = structlog.get_logger("golab.cache")
CACHE_ERRORS = Counter("golab_cache_errors", "Cache calls answered as a miss because the cache could not be reached")
CACHE_SKIPPED = Counter("golab_cache_skipped", "Cache calls not tried because the cache had just failed")

OPEN_SECONDS = 2.0


class Breaker:
    """Remembers for OPEN_SECONDS that a server does not answer, so that an outage costs one time-out, not one a call.

    One for each server and process, shared by the threads. `clock` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._closed_again_at = 0.0
        self._is_out = False

    def allows(self) -> bool:
        """Whether a call may be tried. The first caller after the pause tries; the others wait for its result."""
        with self._lock:
            if not self._is_out:
                return True
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + OPEN_SECONDS
            return True

    def failed(self, error: Exception) -> None:
        """Note a failure; the first of an outage is logged."""
        with self._lock:
            is_news, self._is_out = not self._is_out, True
            self._closed_again_at = self._clock() + OPEN_SECONDS
        if is_news:
            log.warning("cache_unreachable", error=type(error).__name__, detail=str(error))

    def succeeded(self) -> None:
        """Note that the server answered; the first answer after an outage is logged."""
        if not self._is_out:
            return
        with self._lock:
            is_news, self._is_out = self._is_out, False
        if is_news:
            log.info("cache_reachable_again")


_breakers: dict[tuple[str, ...], Breaker] = {}
_breakers_lock = threading.Lock()


def breaker_for(servers: tuple[str, ...]) -> Breaker:
    """The one breaker of this process for these servers (Django makes a cache object for every thread)."""
    with _breakers_lock:
        return _breakers.setdefault(servers, Breaker())


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache whose every call answers as an empty cache would while the server cannot be reached."""

    def __init__(self, server: str | list[str], params: dict):
        super().__init__(server, params)
        self.breaker = breaker_for(tuple(self._servers))

    def _try(self, call: Callable[[], Any], otherwise: Any) -> Any:
        if not self.breaker.allows():
            CACHE_SKIPPED.inc()
            return otherwise
        try:
            answer = call()
        except (ConnectionError, TimeoutError, OSError) as error:
            CACHE_ERRORS.inc()
            self.breaker.failed(error)
            return otherwise
        except RedisError as error:  # it answered, but with a refusal: read-only replica, out of memory, wrong type
            CACHE_ERRORS.inc()
            log.warning("cache_refused", error=type(error).__name__, detail=str(error))
            return otherwise
        self.breaker.succeeded()
        return answer

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(lambda: super(ForgivingRedisCache, self).add(key, value, timeout, version), False)

    def get(self, key, default=None, version=None):
        return self._try(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(lambda: super(ForgivingRedisCache, self).set(key, value, timeout, version), None)

    def touch(self, key, timeout=DEFAULT_TIMEOUT, version=None):
        return self._try(lambda: super(ForgivingRedisCache, self).touch(key, timeout, version), False)

    def delete(self, key, version=None):
        return self._try(lambda: super(ForgivingRedisCache, self).delete(key, version), False)

    def get_many(self, keys, version=None):
        keys = list(keys)
        if not keys:
            return {}
        return self._try(lambda: super(ForgivingRedisCache, self).get_many(keys, version), {})

    def has_key(self, key, version=None):
        return self._try(lambda: super(ForgivingRedisCache, self).has_key(key, version), False)

    def incr(self, key, delta=1, version=None):
        """The new value; `delta` while the cache is out, as if the count had begun now. ValueError for no such key."""
        return self._try(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), delta)

    def set_many(self, data, timeout=DEFAULT_TIMEOUT, version=None):
        """The keys that could not be stored."""
        return self._try(lambda: super(ForgivingRedisCache, self).set_many(data, timeout, version), list(data))

    def delete_many(self, keys, version=None):
        keys = list(keys)
        return self._try(lambda: super(ForgivingRedisCache, self).delete_many(keys, version), None)

    def clear(self):
        """Delete what this cache wrote, and only that: the queue may live in the same Valkey database."""
        return self._try(self._delete_own_keys, False)

    def _delete_own_keys(self) -> bool:
        client = self._cache.get_client(write=True)
        batch: list[bytes] = []
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=500):
            batch.append(key)
            if len(batch) == 500:
                client.unlink(*batch)
                batch.clear()
        if batch:
            client.unlink(*batch)
        return True

    def is_reachable(self) -> bool:
        """Ask the server itself, whatever the breaker says (for the health page)."""
        try:
            self._cache.get_client().ping()
        except (RedisError, OSError):
            return False
        self.breaker.succeeded()
        return True
