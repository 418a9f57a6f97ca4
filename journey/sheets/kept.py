"""Where what a reader filled in is kept: in the session without an account, in rows with one. A stale save is told."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from golab.accounts.models import User
from journey.models import KeptSheet

SESSION_KEY = "journey-sheets"
WORKSHEET, DECISION = KeptSheet.Kind.WORKSHEET.value, KeptSheet.Kind.DECISION.value
MOST_DECISIONS = 10


@dataclass(frozen=True)
class Kept:
    """What is kept of one sheet. Of a worksheet `values` hold "fields", and "earlier" what signing in put aside."""

    values: dict = field(default_factory=dict)
    version: int = 0
    updated_at: datetime | None = None

    @property
    def fields(self) -> dict[str, object]:
        return self.values.get("fields", {})

    @property
    def earlier(self) -> dict[str, list]:
        return self.values.get("earlier", {})


class Stale(Exception):
    """Someone saved the sheet since the sender opened it; `current` is what stands."""

    def __init__(self, current: Kept) -> None:
        super().__init__("saved elsewhere since")
        self.current = current


def _next_version(current: Kept | None, values: dict, expected: int | None) -> int:
    """The version of a save on top of `expected` (None: on top of anything). Raises Stale."""
    if current and expected is not None and current.version != expected and current.values != values:
        raise Stale(current)
    return (current.version if current else expected or 0) + 1


class SessionSheets:
    """Sheets of a reader without an account. The session begins with the first save."""

    is_account = False

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def load(self, kind: str) -> dict[str, Kept]:
        held = self.session.get(SESSION_KEY, {}).get(kind, {})
        return {key: Kept(one["values"], one["version"], parse_datetime(one["at"])) for key, one in held.items()}

    def save(self, kind: str, key: str, values: dict, *, expected: int | None, now: datetime) -> Kept:
        """Keep `values`; `expected` is the version that the sender saw. Raises Stale."""
        version = _next_version(self.load(kind).get(key), values, expected)
        held = self.session.get(SESSION_KEY, {})
        kept = {"values": values, "version": version, "at": now.isoformat()}
        self.session[SESSION_KEY] = {**held, kind: {**held.get(kind, {}), key: kept}}
        return Kept(values, version, now)

    def remove(self, kind: str, key: str) -> None:
        held = self.session.get(SESSION_KEY, {})
        rest = {other: kept for other, kept in held.get(kind, {}).items() if other != key}
        self.session[SESSION_KEY] = {**held, kind: rest}

    def clear(self) -> None:
        self.session.pop(SESSION_KEY, None)


class AccountSheets:
    """Sheets of a signed-in reader, a row for each."""

    is_account = True

    def __init__(self, user: User) -> None:
        self.user = user

    def load(self, kind: str) -> dict[str, Kept]:
        rows = KeptSheet.objects.filter(user=self.user, kind=kind).order_by("updated_at", "pk")
        return {row.key: Kept(row.values, row.version, row.updated_at) for row in rows}

    @transaction.atomic
    def save(self, kind: str, key: str, values: dict, *, expected: int | None, now: datetime) -> Kept:
        """Keep `values`; `expected` is the version that the sender saw. Raises Stale."""
        first = {"values": values, "version": (expected or 0) + 1, "updated_at": now}
        row, is_new = KeptSheet.objects.select_for_update().get_or_create(
            user=self.user, kind=kind, key=key, defaults=first
        )
        if not is_new:
            row.version = _next_version(Kept(row.values, row.version), values, expected)
            row.values, row.updated_at = values, now
            row.save()
        return Kept(values, row.version, now)

    def remove(self, kind: str, key: str) -> None:
        KeptSheet.objects.filter(user=self.user, kind=kind, key=key).delete()

    def clear(self) -> None:
        KeptSheet.objects.filter(user=self.user).delete()


def sheets_for(request: HttpRequest) -> SessionSheets | AccountSheets:
    """Where this reader's sheets are kept."""
    return AccountSheets(request.user) if request.user.is_authenticated else SessionSheets(request.session)


def keep_decision(store: SessionSheets | AccountSheets, key: str, values: dict, *, now: datetime) -> None:
    """Keep a result beside those that stand; the same answers stand once, and the oldest make room."""
    store.save(DECISION, key, values, expected=None, now=now)
    by_age = sorted(store.load(DECISION).items(), key=lambda entry: entry[1].updated_at, reverse=True)
    for old, _ in by_age[MOST_DECISIONS:]:
        store.remove(DECISION, old)
