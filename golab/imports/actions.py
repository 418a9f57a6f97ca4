"""What a person decides about an import. What follows from it happens in `work`."""

import hashlib
from datetime import datetime, timedelta
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from golab.imports import contents, registry
from golab.imports.models import ImportJob
from golab.imports.queue import wake

LEASE = timedelta(seconds=120)


class ImportRefused(Exception):
    """The import cannot take this step now. The text says why and what to do."""


@transaction.atomic
def upload(
    *, kind: str, name: str, content: bytes, by: AbstractBaseUser | None, now: datetime, claim: UUID | None = None
) -> ImportJob:
    """Keep a file to be read in the background. With `claim`, the caller works on it and nobody else does.

    Raises KeyError for an unknown kind, ImportRefused for a file of another type, empty or too large.
    """
    importer = registry.get(kind)
    if PurePath(name).suffix.lower().lstrip(".") not in importer.extensions:
        raise ImportRefused(f"Choose a file of this type: {', '.join(importer.extensions)}.")
    if not content.strip():
        raise ImportRefused("The file is empty. Choose one that holds records.")
    if len(content) > importer.max_bytes:
        raise ImportRefused(f"The file is larger than {importer.max_bytes // 1_000_000} MB. Split it and try again.")
    job = ImportJob.objects.create(
        kind=kind,
        file_name=PurePath(name).name[-200:],
        content=b"",
        sha256=hashlib.sha256(content).hexdigest(),
        created_by=by,
        created_at=now,
        **_held(claim, now),
    )
    contents.keep(job, content)
    _announce(job, claim)
    return job


@transaction.atomic
def confirm(*, job: ImportJob, by: AbstractBaseUser | None, now: datetime, claim: UUID | None = None) -> None:
    """Have the planned changes applied. Raises ImportRefused where there is nothing to apply or no longer a choice."""
    planned = job.changes.planned().count()
    if not planned:
        raise ImportRefused("Nothing would change, so there is nothing to apply.")
    _step(
        job,
        source=ImportJob.State.PARSED,
        target=ImportJob.State.APPLYING,
        values={"confirmed_by": by, "confirmed_at": now, "total": planned, **_held(claim, now)},
    )
    _announce(job, claim)


def discard(*, job: ImportJob, by: AbstractBaseUser | None, now: datetime) -> None:
    """Drop a file that was read and not applied. Raises ImportRefused where that is no longer a choice."""
    _step(
        job,
        source=ImportJob.State.PARSED,
        target=ImportJob.State.DISCARDED,
        values={"undone_by": by, "undone_at": now, "content": b""},
    )


@transaction.atomic
def undo(*, job: ImportJob, by: AbstractBaseUser | None, now: datetime) -> None:
    """Have what was applied taken back. Raises ImportRefused after the time for it."""
    if not job.can_be_undone(now):
        raise ImportRefused("An import can be undone for 30 days after it was applied, and once.")
    _step(
        job,
        source=ImportJob.State.APPLIED,
        target=ImportJob.State.UNDOING,
        values={"undone_by": by, "total": job.changes.to_undo().count()},
    )
    _announce(job, None)


def forget_files(*, now: datetime) -> int:
    """Empty the files of imports that nobody can undo any more; what they changed stays on record. Returns how many."""
    return ImportJob.objects.forgettable(now - ImportJob.UNDO_FOR).update(content=b"")


def _held(claim: UUID | None, now: datetime) -> dict[str, object]:
    return {"claim": claim, "lease_until": now + LEASE if claim else None}


def _announce(job: ImportJob, claim: UUID | None) -> None:
    if claim is None:
        transaction.on_commit(partial(wake, job_id=job.pk), robust=True)


def _step(job: ImportJob, *, source: str, target: str, values: dict[str, object]) -> None:
    # Compare and set: of two people who press the button at once, one gets the step and the other is told.
    moved = ImportJob.objects.filter(pk=job.pk, state=source).update(
        state=target, done=0, claims_without_progress=0, **values
    )
    if not moved:
        raise ImportRefused("This import has moved on since you opened the page. Look at where it is now.")
    job.refresh_from_db(from_queryset=ImportJob.objects.without_content())
