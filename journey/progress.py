"""A reader's progress: in the session without an account, in rows with one; merged on sign-in, nothing lost."""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from hashlib import blake2s

from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from golab.accounts.models import User
from golab.accounts.registry import PersonalData, register
from journey.models import SavedItem, StepProgress

SESSION_KEY = "journey"
DONE, NOT_NEEDED, TO_DO = "done", "not-needed", ""
MOST_SAVED = 200  # a session is a row of the database: what a script could pour into it has an end


@dataclass(frozen=True)
class Progress:
    """What a reader marked: states, ticks and notes by step key, saved things as (kind, key), newest first."""

    states: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, list[str]] = field(default_factory=dict)
    saved: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_kept(cls, kept: dict) -> "Progress":
        """From what `kept` gave, which JSON can hold. Parts that an older hub did not keep are empty."""
        saved = [(kind, key) for kind, key in kept.get("saved", [])]
        return cls(kept.get("states", {}), kept.get("ticks", {}), saved, kept.get("notes", {}))

    def kept(self) -> dict:
        """For a session or a row."""
        return asdict(self)

    def state_of(self, step_key: str) -> str:
        return self.states.get(step_key, TO_DO)

    def is_saved(self, kind: str, key: str) -> bool:
        return (kind, key) in self.saved

    @property
    def done_count(self) -> int:
        return sum(state == DONE for state in self.states.values())

    @property
    def is_empty(self) -> bool:
        return not (self.states or self.ticks or self.saved or self.notes)


class SessionStore:
    """Progress of a reader without an account. The session begins with the first thing that is saved."""

    is_account = False

    def __init__(self, session: SessionBase) -> None:
        self.session = session

    def load(self) -> Progress:
        return Progress.from_kept(self.session.get(SESSION_KEY, {}))

    def _write(self, **changed: object) -> None:
        self.session[SESSION_KEY] = replace(self.load(), **changed).kept()

    def set_state(self, step_key: str, state: str, *, now: datetime) -> None:
        self._write(states=_without_empty({**self.load().states, step_key: state}))

    def set_ticks(self, step_key: str, ticks: list[str], *, now: datetime) -> None:
        self._write(ticks=_without_empty({**self.load().ticks, step_key: ticks}))

    def set_note(self, step_key: str, note: str, *, now: datetime) -> None:
        self._write(notes=_without_empty({**self.load().notes, step_key: note}))

    def save_item(self, kind: str, key: str, *, now: datetime) -> None:
        others = [item for item in self.load().saved if item != (kind, key)]
        self._write(saved=[(kind, key), *others][:MOST_SAVED])

    def remove_item(self, kind: str, key: str) -> None:
        self._write(saved=[item for item in self.load().saved if item != (kind, key)])

    def clear(self) -> None:
        self.session.pop(SESSION_KEY, None)


class AccountStore:
    """Progress of a signed-in reader, one row for each step and each saved thing."""

    is_account = True

    def __init__(self, user: User) -> None:
        self.user = user

    def load(self) -> Progress:
        rows = StepProgress.objects.filter(user=self.user).values_list("step_key", "state", "ticks", "note")
        saved = SavedItem.objects.filter(user=self.user).order_by("-saved_at", "-pk").values_list("kind", "key")
        found = list(rows)
        return Progress(
            {key: state for key, state, _, _ in found if state},
            {key: ticks for key, _, ticks, _ in found if ticks},
            list(saved),
            {key: note for key, _, _, note in found if note},
        )

    def set_state(self, step_key: str, state: str, *, now: datetime) -> None:
        self._update(step_key, state=state, updated_at=now)

    def set_ticks(self, step_key: str, ticks: list[str], *, now: datetime) -> None:
        self._update(step_key, ticks=ticks, updated_at=now)

    def set_note(self, step_key: str, note: str, *, now: datetime) -> None:
        self._update(step_key, note=note, updated_at=now)

    def _update(self, step_key: str, **values: object) -> None:
        StepProgress.objects.update_or_create(user=self.user, step_key=step_key, defaults=values)

    def save_item(self, kind: str, key: str, *, now: datetime) -> None:
        SavedItem.objects.get_or_create(user=self.user, kind=kind, key=key, defaults={"saved_at": now})

    def remove_item(self, kind: str, key: str) -> None:
        SavedItem.objects.filter(user=self.user, kind=kind, key=key).delete()

    def clear(self) -> None:
        StepProgress.objects.filter(user=self.user).delete()
        SavedItem.objects.filter(user=self.user).delete()


def store_for(request: HttpRequest) -> SessionStore | AccountStore:
    """Where this reader's progress is kept."""
    return AccountStore(request.user) if request.user.is_authenticated else SessionStore(request.session)


def progress_of(request: HttpRequest) -> Progress:
    """The reader's progress; for someone without a session it is empty and costs no query."""
    if not hasattr(request, "_journey_progress"):
        has_session = hasattr(request, "session") and bool(request.session.session_key)
        request._journey_progress = store_for(request).load() if has_session else Progress()
    return request._journey_progress


def merge_on_sign_in(*, request: HttpRequest, user: User, **_: object) -> None:
    """Bring what was kept in the session into the account: the union, and the later mark where both have one."""
    if request is None or SESSION_KEY not in request.session:
        return
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two devices may sign in at once, each with something
        _merge(request, user)


def _merge(request: HttpRequest, user: User) -> None:
    session, account = SessionStore(request.session), AccountStore(user)
    brought, held, now = session.load(), account.load(), timezone.now()
    for key, state in brought.states.items():
        account.set_state(key, state, now=now)
    for key, ticks in brought.ticks.items():
        account.set_ticks(key, sorted({*held.ticks.get(key, []), *ticks}), now=now)
    for key, note in brought.notes.items():
        account.set_note(key, both_notes(held.notes.get(key, ""), note), now=now)
    for kind, key in reversed(brought.saved):
        account.save_item(kind, key, now=now)
    session.clear()


def both_notes(held: str, brought: str) -> str:
    """Two notes on one step as one, unless one holds the other."""
    if brought in held:
        return held
    return brought if held in brought else f"{held}\n\n{brought}"


def fingerprint(note: str) -> str:
    """What tells a page whether a note is still the one that it showed."""
    return blake2s(note.encode(), digest_size=6).hexdigest()


def _without_empty(marks: dict) -> dict:
    return {key: value for key, value in marks.items() if value}


def _export(user: User) -> list[dict[str, object]]:
    steps = StepProgress.objects.filter(user=user).values("step_key", "state", "ticks", "note", "updated_at")
    saved = SavedItem.objects.filter(user=user).values("kind", "key", "saved_at")
    return [*steps, *saved]


def connect() -> None:
    """Follow sign-in, and tell the accounts what we hold about a person."""
    user_logged_in.connect(merge_on_sign_in, dispatch_uid="journey.progress")
    register(
        PersonalData(
            name="My journey",
            explanation="Steps you marked, activities you ticked, notes you wrote and pages you saved.",
            export=_export,
            erase=lambda user, now: AccountStore(user).clear(),
        )
    )
