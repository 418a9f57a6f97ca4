"""Small things that nearly every page needs (the tree of addresses, the glossary, the settings), built in one query.

A snapshot is kept four times over: for the request, so that no query is repeated; in the process, so that it need
not be unpacked again; in the cache, so that most requests need no query; and in the database, which is right when all
are empty. Publishing makes it anew: the process's own holds only while the cache has the stamp that came with it.
"""

from collections.abc import Callable
from typing import Generic, TypeVar
from uuid import uuid4

from asgiref.local import Local
from django.core.cache import cache
from django.core.signals import request_started
from django.db import transaction

T = TypeVar("T")
SECONDS = 60  # how long another process may show what was true before a publish, should its notice be lost

_memo = Local()


def _for_this_request() -> dict:
    if not hasattr(_memo, "values"):
        start_request()
    return _memo.values


def start_request(**_: object) -> None:
    """Forget what the last request on this thread remembered."""
    _memo.values = {}
    _memo.built = set()  # keys of what this request read from the database
    _memo.unsettled = set()  # keys of what this thread has changed and not committed: not for the cache, nor from it


request_started.connect(start_request, dispatch_uid="golab.pages.snapshots")


class Snapshot(Generic[T]):
    """A value built by `build()` and remembered under `name`. The value must be picklable and is never changed."""

    def __init__(self, name: str, build: Callable[[], T]) -> None:
        self.key = f"snapshot:{name}"
        self.stamp_key = f"{self.key}:stamp"
        self.build = build
        self._kept: tuple[str, T] | None = None  # in this process, with the stamp that says whether it still holds

    def get(self) -> T:
        """The value, from the request's memory, the cache or the database, in that order."""
        memo = _for_this_request()
        if self.key not in memo:
            memo[self.key] = self._build() if self.key in _memo.unsettled else self._from_cache()
        return memo[self.key]

    def get_from_database(self) -> T:
        """The value as it is now, for who must not trust a cache; no second query in one request."""
        memo = _for_this_request()
        if self.key not in memo or self.key not in _memo.built:
            memo[self.key] = self._build()
        return memo[self.key]

    def _build(self) -> T:
        _memo.built.add(self.key)
        return self.build()

    def _from_cache(self) -> T:
        stamp, kept = cache.get(self.stamp_key), self._kept
        if kept and stamp == kept[0]:
            return kept[1]
        entry = cache.get(self.key)
        if entry is None:
            entry = (uuid4().hex, self._build())
            cache.set(self.key, entry, SECONDS)
            cache.set(self.stamp_key, entry[0], SECONDS)
        self._kept = entry
        return entry[1]

    def forget(self, **_: object) -> None:
        """Make it anew at the next use: at once for this thread, after the commit for everyone."""
        _for_this_request().pop(self.key, None)
        _memo.unsettled.add(self.key)
        transaction.on_commit(self._settle, robust=True)

    def _settle(self) -> None:
        cache.delete(self.stamp_key)
        cache.delete(self.key)
        _for_this_request().pop(self.key, None)
        _memo.unsettled.discard(self.key)


def stamp(name: str) -> Snapshot[str]:
    """A word that changes whenever what it follows does: part of the key of what is kept in the cache besides."""
    return Snapshot(f"stamp-{name}", lambda: uuid4().hex)


def kept(stamp: Snapshot[str], key: str, build: Callable[[], T]) -> T:
    """What `build` works out, in the cache under `key` until what the stamp follows changes. It must be picklable."""
    key = f"{key}:{stamp.get()}"
    found = cache.get(key)
    if found is None:
        found = build()
        cache.set(key, found, SECONDS)
    return found
