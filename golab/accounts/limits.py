"""How often someone tried something: counted in PostgreSQL, so that a cache that is down lifts no limit, and under a
hash, so that no address is kept."""

import hashlib
from datetime import datetime

from django.core.cache import caches

HOUR, DAY = 3600, 24 * 3600


def count_try(room: str, who: str, seconds: int, *, now: datetime) -> int:
    """Count one try of `who` in this stretch of `seconds`. Returns how many there were with it."""
    key, store = key_of(room, f"{who}:{int(now.timestamp()) // seconds}"), caches["rate_limits"]
    count = store.get(key, 0) + 1
    store.set(key, count, seconds)
    return count


def is_first(room: str, what: str, seconds: int) -> bool:
    """Whether `what` was not seen in the last `seconds`; now it was."""
    return caches["rate_limits"].add(key_of(room, what), True, seconds)


def key_of(room: str, text: str) -> str:
    return f"{room}:{hashlib.sha256(text.encode()).hexdigest()}"


def count_reading(room: str, who: str, seconds: int, *, now: datetime) -> int:
    """Like `count_try`, in the cache: to write down each reading would cost the database more than the reading.

    A cache that is down lifts this limit, which guards nothing but speed.
    """
    key, store = key_of(room, f"{who}:{int(now.timestamp()) // seconds}"), caches["default"]
    store.add(key, 0, seconds)
    try:
        return store.incr(key)
    except ValueError:  # forgotten between the two
        return 1
