"""Keeping the index in line with what it was made from."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from threading import Lock
from time import monotonic

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q
from django.utils import timezone

from golab.search.models import Posting, SearchChange, SearchDocument, Word
from golab.search.sources import Document, SearchSource, all_sources, source_of
from golab.search.writing import Ready, blocks, erase, fingerprint, mend_block, ready, write

logger = logging.getLogger(__name__)

BATCH = 100  # documents of changes that are taken together
REBUILD_BATCH = 1_000  # larger, for each batch writes common words anew; a save waits for one of them


@dataclass
class Counts:
    """What a run did, in documents."""

    written: int = 0
    removed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.written + other.written, self.removed + other.removed)


Tell = Callable[[str], None]
Written = tuple[set[str], int]  # the keys of a batch, and how many were written
_one_asks = Lock()  # of the threads of a rebuild: two in the line for the turn, and a save would wait for both


def index_many(*, kind: str, keys: Iterable[str]) -> Counts:
    """Bring the documents with these keys in line, for those who write in bulk. Keys that nothing public has any
    more lose their document."""
    return _index_changed(kind, [(key, "") for key in sorted(set(keys))])


def _index_changed(kind: str, changed: list[tuple[str, str]]) -> Counts:
    """Bring documents in line, given as (key, origin); an empty one of the two says nothing."""
    counts = Counts()
    source = source_of(kind)
    for some in _in_batches(changed):
        counts += _index(source, some) if source else _remove(kind, [key for key, _ in some], [])
    return counts


@transaction.atomic
def _index(source: SearchSource, changed: list[tuple[str, str]]) -> Counts:
    _wait_for_turn()
    keys, origins = {key for key, _ in changed if key}, {origin for _, origin in changed if origin}
    asked = Q(**{f"{source.key}__in": keys}) | Q(pk__in={origin.partition(":")[2] for origin in origins})
    things = _public_things(source, asked)
    documents = ready(_documents(source, things))
    write(source.kind, documents, now=timezone.now())
    left = keys - {source.key_of(thing) for thing in things.values()}
    return Counts(len(documents)) + _remove(source.kind, left, origins - things.keys())


def _public_things(source: SearchSource, condition: Q) -> dict[str, Model]:
    """Those of the source's things that anyone may read and that have a key, by where a document comes from."""
    return {origin_of(thing): thing for thing in source.public().filter(condition) if source.key_of(thing)}


def _documents(source: SearchSource, things: dict[str, Model]) -> dict[str, Document]:
    """The documents of `things`. One that cannot be made is reported and keeps what the index has of it, so that it
    holds up no other; the nightly repair tries again."""
    with suppress(Exception), transaction.atomic():  # all together, for a transaction for each takes as long as itself
        return {origin: source.to_document(thing) for origin, thing in things.items()}
    documents = {}
    for origin, thing in things.items():
        try:
            with transaction.atomic():  # a query that fails must not spoil the others'
                documents[origin] = source.to_document(thing)
        except Exception:  # whatever a feature's code can do
            logger.exception("search_document_failed", extra={"origin": origin})
    return documents


def origin_of(thing: Model) -> str:
    """Where a document was made from: model and primary key."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def _remove(kind: str, keys: Collection[str], origins: Collection[str]) -> Counts:
    if not keys and not origins:
        return Counts()
    with transaction.atomic():
        _wait_for_turn()
        gone = SearchDocument.objects.filter(kind=kind).filter(Q(key__in=keys) | Q(origin__in=origins))
        return Counts(removed=erase(gone.values_list("pk", flat=True)))


def _wait_for_turn() -> None:
    """One writer at a time: whoever reads later, writes later, so old text never overwrites new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('golab.search'))")


def apply_changes(*, now: datetime) -> Counts:
    """Index what was recorded up to `now`. Safe with several workers: each takes changes that no other holds."""
    counts = Counts()
    while changes := _apply_some(now):
        counts += changes
    return counts


def keep_up(*, seconds: float) -> None:
    """A worker's part: index what was recorded, and what is recorded meanwhile, until nothing or no time is left."""
    until = monotonic() + seconds
    while _apply_some(timezone.now()) and monotonic() < until:
        pass


@transaction.atomic
def _apply_some(now: datetime) -> Counts | None:
    """Take a batch of changes and index it; a failure puts the batch back. None when nothing is left.

    The newest first: what somebody has just saved does not wait for the thousands of an import."""
    mine = (
        SearchChange.objects.select_for_update(skip_locked=True)
        .filter(changed_at__lte=now)
        .order_by("-pk")
        .values_list("pk", "kind", "key", "origin")[:BATCH]
    )
    taken = list(mine)
    if not taken:
        return None
    SearchChange.objects.filter(pk__in=[pk for pk, *_ in taken]).delete()
    counts = Counts()
    for kind in sorted({kind for _, kind, *_ in taken}):
        counts += _index_changed(kind, sorted({(key, origin) for _, of, key, origin in taken if of == kind}))
    return counts


def rebuild(*, kind: str | None = None, tell: Tell = lambda line: None) -> Counts:
    """Write all documents anew, in batches, while search goes on answering; then remove what is gone."""
    return _bring_in_line(kind, tell, only_differences=False)


def repair(*, tell: Tell = lambda line: None) -> Counts:
    """Compare every document with what it was made from, and where words stand with the documents; put right what
    differs."""
    counts = _bring_in_line(None, tell, only_differences=True)
    for block in blocks():
        with transaction.atomic():
            _wait_for_turn()
            if mended := mend_block(block):
                logger.warning("search_postings_mended", extra={"block": block, "terms": mended})
                tell(f"Block {block}: {mended} words put right")
    return counts


def _bring_in_line(kind: str | None, tell: Tell, *, only_differences: bool) -> Counts:
    counts = Counts()
    for source in all_sources():
        if kind in (None, source.kind):
            counts += _bring_source_in_line(source, tell, only_differences=only_differences)
    if kind is None:
        known = [source.kind for source in all_sources()]
        for gone in set(SearchDocument.objects.exclude(kind__in=known).values_list("kind", flat=True)):
            keys = SearchDocument.objects.filter(kind=gone).values_list("key", flat=True)
            counts += _remove(gone, list(keys), [])
        _forget_words()
    return counts


def _forget_words() -> None:
    """Offer nobody a word as a correction that no document has any more."""
    has_document = Posting.objects.filter(term=OuterRef("term"))
    Word.objects.filter(~Exists(has_document)).delete()


def _bring_source_in_line(source: SearchSource, tell: Tell, *, only_differences: bool) -> Counts:
    started, seen, counts = timezone.now(), set(), Counts()
    total = source.public().count()
    batches = _in_batches(source.public().order_by("pk").values_list("pk", flat=True), REBUILD_BATCH)
    for keys, written in _side_by_side(partial(_write_batch, source, only_differences=only_differences), batches):
        seen |= keys
        counts += Counts(written)
        tell(f"{source.label}: {len(seen)} of {total}")
    # What was indexed since the start may be newer than what this run has seen.
    old = SearchDocument.objects.filter(kind=source.kind, indexed_at__lt=started)
    return counts + _remove(source.kind, set(old.values_list("key", flat=True)) - seen, [])


def _side_by_side(work: Callable[[list], Written], batches: Iterable[list]) -> Iterator[Written]:
    """The results in order, of two at a time: while one waits for PostgreSQL, the other reads what comes next."""
    if connection.in_atomic_block:  # whose rows no other connection sees
        yield from map(work, batches)
        return

    def work_and_hang_up(batch: list) -> Written:
        try:
            return work(batch)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(work_and_hang_up, batches)  # which, left early, does not begin the rest


def _write_batch(source: SearchSource, pks: list[int], *, only_differences: bool) -> Written:
    """Write the documents of these things. They are read and made ready before the turn, so that a save does not wait
    for that: what somebody else writes meanwhile stays, for they have read later."""
    held = _times(source, pks)
    things = _public_things(source, Q(pk__in=pks))
    documents = _documents(source, things)
    if only_differences:
        documents = _different(source.kind, documents)
    written = _write_unless_newer(source, things, ready(documents), held=held) if documents else 0
    return {source.key_of(thing) for thing in things.values()}, written


def _write_unless_newer(
    source: SearchSource, things: dict[str, Model], documents: dict[str, Ready], *, held: dict[str, datetime]
) -> int:
    """Write those documents that still stand as they were `held`, of things that still are public; gives their
    number."""
    pks = [things[origin].pk for origin in documents]
    with _one_asks, transaction.atomic():
        _wait_for_turn()
        now_held = _times(source, pks)
        still_public = set(source.public().filter(pk__in=pks).values_list("pk", flat=True))
        ours = {
            origin: document
            for origin, document in documents.items()
            if held.get(origin) == now_held.get(origin) and things[origin].pk in still_public
        }
        write(source.kind, ours, now=timezone.now())
    return len(ours)


def _times(source: SearchSource, pks: list[int]) -> dict[str, datetime]:
    """When the documents of these things were written, by origin."""
    origins = [f"{model._meta.label_lower}:{pk}" for model in source.models for pk in pks]
    held = SearchDocument.objects.filter(kind=source.kind, origin__in=origins)
    return dict(held.values_list("origin", "indexed_at"))


def _different(kind: str, documents: dict[str, Document]) -> dict[str, Document]:
    """Those that are not in the index as they are."""
    held = SearchDocument.objects.filter(kind=kind, key__in=[document.key for document in documents.values()])
    indexed = dict(held.values_list("key", "fingerprint"))
    return {o: d for o, d in documents.items() if indexed.get(d.key) != fingerprint(d)}


def _in_batches(things: Iterable, size: int = BATCH) -> Iterator[list]:
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
