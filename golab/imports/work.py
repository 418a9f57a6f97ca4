"""The background half of an import: read, apply, take back. Every batch is one transaction under a lease.

A worker that dies leaves its lease to run out; the next one goes on after the last batch that was committed.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone

from golab.imports import actions, registry
from golab.imports.contents import content_of
from golab.imports.models import ImportChange, ImportJob
from golab.imports.planning import plan, values_of
from golab.imports.registry import Importer, ImportFileError, ImportRowError

Clock = Callable[[], datetime]
MOST_CLAIMS = 5
READ_BATCH = 500
REFUSED_BY_THE_DATABASE = (IntegrityError, DataError, models.ProtectedError, models.RestrictedError)
REFUSED = (ValidationError, ImportRowError, *REFUSED_BY_THE_DATABASE)
STOPPED = "The import stopped here after an error on our side. Tell the people who run the hub."
logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Somebody else works on the job now: leave it to them."""


def import_file(
    *, kind: str, name: str, content: bytes, by: AbstractBaseUser | None, clock: Clock = timezone.now
) -> ImportJob:
    """Read and apply a file here and now, without a queue: for commands. Returns the job, applied or failed.

    Nothing to change is not a failure: the job then stays as it was read.
    """
    mine = uuid4()
    job = actions.upload(kind=kind, name=name, content=content, by=by, now=clock(), claim=mine)
    _run(job, clock=clock, until=None)
    if job.is_parsed and job.changes.planned().exists():
        actions.confirm(job=job, by=by, now=clock(), claim=mine)
        _run(job, clock=clock, until=None)
    return job


def work_on(*, job_id: int, clock: Clock = timezone.now, until: datetime | None = None) -> bool:
    """Work on a job that has something to do and no worker. Stops after the batch in which `until` passes.

    Returns whether work remains that this call left.
    """
    now = clock()
    mine = uuid4()
    claimed = ImportJob.objects.claimable(now).filter(pk=job_id)
    if not claimed.update(
        claim=mine,
        lease_until=now + actions.LEASE,
        claims_without_progress=models.F("claims_without_progress") + 1,
    ):
        return False
    job = ImportJob.objects.without_content().get(pk=job_id)
    try:
        if job.claims_without_progress > MOST_CLAIMS:
            _give_up(job, now=now)
        else:
            _run(job, clock=clock, until=until)
    except LeaseLost:
        return False
    return job.is_working


def due(*, now: datetime) -> list[int]:
    """The jobs that wait for a worker, oldest first."""
    return list(ImportJob.objects.claimable(now).order_by("created_at").values_list("pk", flat=True))


def _run(job: ImportJob, *, clock: Clock, until: datetime | None) -> None:
    importer = registry.get(job.kind)
    if job.state == ImportJob.State.UPLOADED:
        _read(job, importer, clock=clock)
        return
    batch = _apply_batch if job.state == ImportJob.State.APPLYING else _undo_batch
    while batch(job, importer, now=clock()):
        if until is not None and clock() >= until:
            _update(job, claim=None, lease_until=None)
            return


def _read(job: ImportJob, importer: Importer, *, clock: Clock) -> None:
    job.changes.all().delete()
    rows = iter(importer.parse(content_of(job), job.file_name))
    seen: dict[str, str] = {}
    position = 0
    try:
        while batch := list(islice(rows, READ_BATCH)):
            with transaction.atomic():
                ImportChange.objects.bulk_create(plan(job, importer, batch, seen=seen, start=position))
                position += len(batch)
                _renew(job, done=position, now=clock())
        if not position:
            raise ImportFileError("The file holds no records.")
    except ImportFileError as error:
        with transaction.atomic():
            job.changes.all().delete()
            _finish(job, state=ImportJob.State.FAILED, error=str(error), error_line=error.line, total=None, done=0)
        return
    _finish(job, state=ImportJob.State.PARSED, parsed_at=clock(), total=position)


@transaction.atomic
def _apply_batch(job: ImportJob, importer: Importer, *, now: datetime) -> bool:
    changes = list(job.changes.to_apply()[: importer.batch_size])
    if not changes:
        _finish(job, state=ImportJob.State.APPLIED, applied_at=now, undo_until=now + ImportJob.UNDO_FOR)
        return False
    keys = [change.key for change in changes]
    stored = importer.current(keys)
    for change in changes:
        if not importer.agree(change.before, values_of(stored.get(change.key), change.after)):
            change.error = "The record was changed after the file was read. Upload the file again to compare anew."
    who_and_when = {"by": job.confirmed_by, "now": now}
    for change in _write([change for change in changes if not change.error], importer, "after", **who_and_when):
        change.applied_at = now
    # What now stands there, in the record's own form: undo compares with it.
    stored = importer.current([change.key for change in changes if change.applied_at])
    in_other_words = []
    for change in changes:
        now_there = values_of(stored.get(change.key), change.after)
        if change.applied_at and change.after != now_there:
            change.after = now_there
            in_other_words.append(change)
    ImportChange.objects.bulk_update(in_other_words, ["after"])
    _note(changes, "applied_at", now)
    _renew(job, done=job.done + len(changes), now=now)
    return True


@transaction.atomic
def _undo_batch(job: ImportJob, importer: Importer, *, now: datetime) -> bool:
    changes = list(job.changes.to_undo()[: importer.batch_size])
    if not changes:
        _finish(job, state=ImportJob.State.UNDONE, undone_at=now)
        return False
    stored = importer.current([change.key for change in changes])
    for change in changes:
        if values_of(stored.get(change.key), change.after) != change.after:
            change.error = "The record was changed after the import, so it was left as it is."
    who_and_when = {"by": job.undone_by, "now": now}
    sound = [change for change in changes if not change.error]
    made, changed = ([change for change in sound if (change.before is None) is new] for new in (True, False))
    for change in [*_remove(made, importer, **who_and_when), *_write(changed, importer, "before", **who_and_when)]:
        change.undone_at = now
    _note(changes, "undone_at", now)
    _renew(job, done=job.done + len(changes), now=now)
    return True


def _note(changes: list[ImportChange], when: str, now: datetime) -> None:
    """Keep what became of each: the time for those that were written, the reason for the others."""
    done = [change.pk for change in changes if getattr(change, when)]
    ImportChange.objects.filter(pk__in=done).update(**{when: now})
    ImportChange.objects.bulk_update([change for change in changes if not getattr(change, when)], ["error"])


def _write(changes: list[ImportChange], importer: Importer, which: str, **kwargs: object) -> list[ImportChange]:
    """Bring records to their values `which` (before or after). Returns the changes that were not refused."""
    return _together_or_alone(
        changes,
        lambda: importer.write_many({change.key: getattr(change, which) for change in changes}, **kwargs),
        lambda change: importer.write(change.key, getattr(change, which), **kwargs),
    )


def _remove(changes: list[ImportChange], importer: Importer, **kwargs: object) -> list[ImportChange]:
    """Take back records that the import made. Returns the changes that were not refused."""
    return _together_or_alone(
        changes,
        lambda: importer.remove_many([change.key for change in changes], **kwargs),
        lambda change: importer.remove(change.key, **kwargs),
    )


def _together_or_alone(
    changes: list[ImportChange], together: Callable[[], None], alone: Callable[[ImportChange], None]
) -> list[ImportChange]:
    """Write records in one go. Where one is refused, all are taken back and written one by one: it spoils no other."""
    if not changes:
        return []
    try:
        with transaction.atomic():
            together()
    except REFUSED:
        for change in changes:
            _attempt(change, alone)
    return [change for change in changes if not change.error]


def _attempt(change: ImportChange, write: Callable[[ImportChange], None]) -> None:
    """Write one record in a savepoint, and say why if it is refused."""
    try:
        with transaction.atomic():
            write(change)
    except ValidationError as error:
        change.error = " ".join(error.messages)
    except ImportRowError as error:
        change.error = str(error)
    except REFUSED_BY_THE_DATABASE:
        logger.exception("import %s: the database refused line %s", change.job_id, change.line)
        change.error = "The database refused the record, because others lean on it or its values do not fit together."


def _give_up(job: ImportJob, *, now: datetime) -> None:
    logger.error("import %s: given up after %s claims without progress", job.pk, MOST_CLAIMS)
    state = ImportJob.State
    if job.state == state.APPLYING:
        job.changes.to_apply().update(error=STOPPED)
        _finish(job, state=state.APPLIED, applied_at=now, undo_until=now + ImportJob.UNDO_FOR)
    elif job.state == state.UNDOING:
        job.changes.to_undo().update(error=STOPPED)
        _finish(job, state=state.UNDONE, undone_at=now)
    else:
        job.changes.all().delete()
        _finish(job, state=state.FAILED, error=STOPPED, total=None, done=0)


def _renew(job: ImportJob, *, done: int, now: datetime) -> None:
    _update(job, done=done, lease_until=now + actions.LEASE, claims_without_progress=0)


def _finish(job: ImportJob, **values: object) -> None:
    _update(job, claim=None, lease_until=None, claims_without_progress=0, **values)


def _update(job: ImportJob, **values: object) -> None:
    """Write to the job's row as long as the claim is ours; otherwise raise LeaseLost, which rolls the batch back."""
    mine: UUID | None = job.claim
    if not ImportJob.objects.filter(pk=job.pk, claim=mine).update(**values):
        raise LeaseLost
    for name, value in values.items():
        setattr(job, name, value)
