"""Where words stand, packed: what ranking reads, in rows of PostgreSQL that hold a word of thousands of documents each.

A document is a slot of a block: its primary key says both. For each term (a stem) and block there is one row, whose
`places` are 4 bytes for each occurrence, in order: the slot, and what a tsvector keeps of an occurrence (two bits for
the field, 14 for the position). Facets are terms too, and so is a document's length: they begin with "=", which no
stem does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.backends.utils import CursorWrapper

from golab.search.cursors import binary_cursor

SLOT_BITS = 13
SLOTS = 1 << SLOT_BITS
POSITION_BITS = 14  # of a tsvector's place; the other two say the field, D to A
# How much a word counts by where it stands: body, summary, other names, title.
_WEIGHTS = (1.0, 2.0, 3.0, 4.0)
FIELD_WEIGHTS = np.array(_WEIGHTS, dtype=np.float32)
OCCURRENCE = np.dtype(">u4")
LONGEST = 0xFFFF  # what a length can be
LENGTH = "=length"


# Thousands of rows go as three values, which is much quicker than as arrays.
_WRITE = """
    INSERT INTO search_posting (term, block, places)
    SELECT term, block, substr(all_places, (ends - size + 1)::int, size)
    FROM (SELECT %s::int AS block, term, size, sum(size) OVER (ORDER BY number) AS ends
          FROM ROWS FROM (string_to_table(%s, E'\\n'), unnest(string_to_array(%s, ' ')::int[]))
               WITH ORDINALITY AS given (term, size, number)) AS sized,
         (SELECT %b::bytea AS all_places) AS sent
    ON CONFLICT (term, block) DO UPDATE SET places = excluded.places
"""
_NEW_VERSION = """
    INSERT INTO search_block (number, version) VALUES (%s, gen_random_uuid())
    ON CONFLICT (number) DO UPDATE SET version = excluded.version
"""


@dataclass(frozen=True)
class Indexed:
    """A document as the packed rows know it: its facets as name and value, its vector as PostgreSQL sends it."""

    pk: int
    facets: Iterable[tuple[str, str]]
    vector: bytes


def repack(*, before: Sequence[Indexed], after: Sequence[Indexed]) -> None:
    """Bring the packed rows from what documents were to what they are; new and removed ones stand on one side only."""
    changes: dict[int, _Change] = defaultdict(_Change)
    for document in before:
        changes[document.pk >> SLOT_BITS].forget(document)
    for document in sorted(after, key=lambda each: each.pk):
        changes[document.pk >> SLOT_BITS].add(document)
    for block, change in sorted(changes.items()):
        _apply(block, change)


@dataclass
class _Change:
    """What becomes different in a block: whose places go, which terms they had, and what is put in."""

    slots: set[int] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    added: dict[str, bytearray] = field(default_factory=lambda: defaultdict(bytearray))

    def forget(self, document: Indexed) -> None:
        self.slots.add(document.pk & (SLOTS - 1))
        self.terms.update(stem for stem, _ in _stems(document.vector))
        self.terms.update([*_facet_terms(document), LENGTH])

    def add(self, document: Indexed) -> None:
        slot, length, added = (document.pk & (SLOTS - 1)).to_bytes(2, "big"), 0.0, self.added
        for stem, places in _stems(document.vector):
            if len(places) == 2:  # as most do: this runs for every word of every document
                added[stem] += slot + places
                length += _WEIGHTS[places[0] >> 6]
            else:
                spread = sorted([slot + places[at : at + 2] for at in range(0, len(places), 2)])
                added[stem] += b"".join(spread)
                length += sum([_WEIGHTS[place >> 6] for place in places[::2]])
        for term in _facet_terms(document):
            added[term] += slot + b"\0\0"
        added[LENGTH] += slot + min(int(length), LONGEST).to_bytes(2, "big")


def put_right(block: int, documents: Iterable[Indexed]) -> int:
    """Bring the rows of a block in line with all its documents; gives how many terms were not."""
    change = _Change()
    for document in sorted(documents, key=lambda each: each.pk):
        change.add(document)
    wanted = {term: bytes(places) for term, places in change.added.items()}
    with binary_cursor() as cursor:
        cursor.execute("SELECT term, places FROM search_posting WHERE block = %s", [block])
        held = dict(cursor.fetchall())
        different = {term: wanted.get(term, b"") for term in wanted | held if wanted.get(term) != held.get(term)}
        _write_rows(cursor, block, different)
    return len(different)


def _facet_terms(document: Indexed) -> list[str]:
    return list({f"={name} {value}" for name, value in document.facets})


def _stems(vector: bytes) -> Iterator[tuple[str, bytes]]:
    """Stems and their places, of a tsvector in PostgreSQL's binary form."""
    at, end_of = 4, vector.index
    for _ in range(int.from_bytes(vector[:4], "big")):
        end = end_of(0, at)
        first = end + 3
        after = first + 2 * (vector[end + 1] << 8 | vector[end + 2])
        yield vector[at:end].decode(), vector[first:after]
        at = after


def _apply(block: int, change: _Change) -> None:
    terms = [*(change.terms | change.added.keys())]
    with binary_cursor() as cursor:
        cursor.execute("SELECT term, places FROM search_posting WHERE block = %s AND term = ANY(%s)", [block, terms])
        kept = dict(cursor.fetchall())
        gone = np.zeros(SLOTS, dtype=bool)
        gone[list(change.slots)] = True
        packed = {term: _merged(kept.get(term, b""), gone, change.added.get(term, b"")) for term in terms}
        different = {term: places for term, places in packed.items() if places != kept.get(term, b"")}
        _write_rows(cursor, block, different)


def _merged(kept: bytes, gone: np.ndarray, added: bytearray | bytes) -> bytes:
    """Places in order of slot and position: those kept that are not of a slot that is gone, and those added."""
    new = bytes(added)
    if not kept:
        return new
    occurrences = np.frombuffer(kept, dtype=OCCURRENCE)
    left = occurrences[~gone[occurrences >> 16]]
    if not new:
        return left.tobytes()
    if not len(left) or left[-1] < int.from_bytes(new[:4], "big"):
        return left.tobytes() + new
    return np.sort(np.concatenate([left, np.frombuffer(new, dtype=OCCURRENCE)])).astype(OCCURRENCE).tobytes()


def _write_rows(cursor: CursorWrapper, block: int, rows: dict[str, bytes]) -> None:
    """Put rows of a block in place of what stood there; empty ones go. Whoever remembers the block reads it again."""
    if not rows:
        return
    filled = {term: places for term, places in rows.items() if places}
    cursor.execute(
        _WRITE, [block, "\n".join(filled), " ".join(map(str, map(len, filled.values()))), b"".join(filled.values())]
    )
    cursor.execute(
        "DELETE FROM search_posting WHERE block = %s AND term = ANY(%s)", [block, [*(rows.keys() - filled.keys())]]
    )
    cursor.execute(_NEW_VERSION, [block])
