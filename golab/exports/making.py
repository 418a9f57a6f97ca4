"""Spreadsheets are asked for by a request and made by a worker. What was asked for stands in the database.

A worker has a lease on what it makes, so a second one leaves it alone; that of one that died runs out, and the sweep
finds the file again.
"""

import tempfile
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Q, QuerySet

from golab.exports import as_ods, as_xlsx, queue, recipes
from golab.exports.models import MadeFile

MOST_TRIES = 3
LEASE = timedelta(seconds=275)  # longer than the task may take
KEPT = timedelta(days=30)  # at most, and after that made again
ALLOWED = timedelta(hours=1)  # for who is still fetching what has just become old
IN_MEMORY = 4_000_000  # bytes of a file, before it goes to the disk
WRITERS = {MadeFile.Format.XLSX: as_xlsx, MadeFile.Format.ODS: as_ods}


def key_of(recipe: str, kind: str, question: str, version: str) -> str:
    """What the content depends on, as one word."""
    return sha256("\0".join((recipe, kind, question, version)).encode()).hexdigest()


def known(*, recipe: str, kind: str, question: str) -> MadeFile | None:
    """The file of the data as it is now, made or waiting."""
    version = recipes.get(recipe).version()
    return MadeFile.objects.filter(key=key_of(recipe, kind, question, version)).first()


def ask(*, recipe: str, kind: str, question: str, now: datetime) -> MadeFile:
    """Ask for a file. Asked for twice, it is made once."""
    version = recipes.get(recipe).version()
    asked, is_new = MadeFile.objects.get_or_create(
        key=key_of(recipe, kind, question, version),
        defaults={"recipe": recipe, "format": kind, "question": question, "version": version, "asked_at": now},
    )
    if is_new:
        transaction.on_commit(lambda: queue.wake(file_id=asked.pk), robust=True)
    return asked


def make(*, file_id: int, now: datetime) -> bool:
    """Make a file that is waiting and that no other worker has. Returns whether this call made it."""
    claimed = _waiting(now).filter(pk=file_id)
    if not claimed.update(tries=F("tries") + 1, lease_until=now + LEASE):
        return False
    mine = MadeFile.objects.get(pk=file_id)
    try:
        mine.content, mine.made_at, mine.lease_until = _content(mine), now, None
    except BaseException:  # also one who is told to stop: the next need not wait for the lease
        MadeFile.objects.filter(pk=file_id).update(lease_until=None)
        raise
    mine.save(update_fields=["content", "made_at", "lease_until"])
    return True


def _content(asked: MadeFile) -> bytes:
    recipe = recipes.get(asked.recipe)
    recipe.begin()
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        WRITERS[MadeFile.Format(asked.format)].write_sheets(file, recipe.sheets(asked.question))
        file.seek(0)
        return file.read()


def due(*, now: datetime) -> list[int]:
    """What waits for a worker, the oldest first."""
    return list(_waiting(now).order_by("asked_at").values_list("pk", flat=True))


def _waiting(now: datetime) -> QuerySet[MadeFile]:
    is_free = Q(lease_until=None) | Q(lease_until__lt=now)
    return MadeFile.objects.filter(is_free, content=None, tries__lt=MOST_TRIES)


def forget_old(*, now: datetime) -> int:
    """Remove files of data that has changed since, and those that were kept long enough. Returns how many."""
    current = Q()
    for recipe in recipes.everyone():
        recipe.begin()
        current |= Q(recipe=recipe.name, version=recipe.version())
    old = Q(asked_at__lt=now - KEPT) | ~current & Q(asked_at__lt=now - ALLOWED)
    return MadeFile.objects.filter(old).delete()[0]
