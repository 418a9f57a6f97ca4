"""Where words stand, packed: what ranking reads, in rows of PostgreSQL that hold a word of thousands of documents each.

A document is a slot of a block: its primary key says both. For each term (a stem) and block there is one row, whose
`places` are 4 bytes for each occurrence, in order: the slot, and what a tsvector keeps of an occurrence (two bits for
the field, 14 for the position). Facets are terms too, and so is a document's length: they begin with "=", which no
stem does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from django.db.backends.utils import CursorWrapper

from golab.search.cursors import binary_cursor

SLOT_BITS = 13
SLOTS = 1 << SLOT_BITS
POSITION_BITS = 14  # of a tsvector's place; the other two say the field, D to A
# How much a word counts by where it stands: body, summary, other names, title.
FIELD_WEIGHTS = np.array((1.0, 2.0, 3.0, 4.0), dtype=np.float32)
OCCURRENCE = np.dtype(">u4")
PLACE = np.dtype(">u2")
LONGEST = 0xFFFF  # what a length can be
LENGTH = "=length"

# Thousands of terms go as one value, a line for each, which is much quicker than as an array.
_READ = "SELECT term, places FROM search_posting WHERE block = %s AND term = ANY(string_to_array(%s, E'\\n'))"
_DELETE = "DELETE FROM search_posting WHERE block = %s AND term = ANY(string_to_array(%s, E'\\n'))"
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
    sides: dict[int, tuple[list[Indexed], list[Indexed]]] = defaultdict(lambda: ([], []))
    for which, documents in enumerate((before, after)):
        for document in documents:
            sides[document.pk >> SLOT_BITS][which].append(document)
    for block, (were, are) in sorted(sides.items()):
        _apply(block, were, are)


def put_right(block: int, documents: Iterable[Indexed]) -> int:
    """Bring the rows of a block in line with all its documents; gives how many terms were not."""
    pile = _Pile()
    pile.add(documents)
    with binary_cursor() as cursor:
        cursor.execute("SELECT term, places FROM search_posting WHERE block = %s", [block])
        held = dict(cursor.fetchall())
        return _write_rows(cursor, block, dict.fromkeys(held, b"") | pile.rows(), held)


def _apply(block: int, before: list[Indexed], after: list[Indexed]) -> None:
    pile = _Pile()
    pile.add(after)
    as_they_were = {document.pk: document for document in after}  # most of them, in a rebuild
    changed = [document for document in before if document != as_they_were.get(document.pk)]
    terms = pile.numbers.keys() | {term for document in changed for term in _unpacked(document)[0]}
    with binary_cursor() as cursor:
        cursor.execute(_READ, [block, "\n".join(terms)])
        held = dict(cursor.fetchall())
        pile.keep(held, without=[document.pk & (SLOTS - 1) for document in before])
        _write_rows(cursor, block, dict.fromkeys(held, b"") | pile.rows(), held)


class _Pile:
    """Occurrences of a block in any order. Each is one number (of the term, slot, place), so that numpy can sort them
    all at once: there are a hundred for each document."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = defaultdict(count().__next__)  # of the terms
        self.occurrences: list[np.ndarray] = []

    def add(self, documents: Iterable[Indexed]) -> None:
        """Put in all that stands in documents, with their lengths and facets."""
        for document in documents:
            terms, places = _unpacked(document)
            packed = np.frombuffer(b"".join(places), dtype=PLACE).astype(np.uint64)
            slot = np.uint64((document.pk & (SLOTS - 1)) << 16)
            sizes = [len(some) >> 1 for some in places]
            self.occurrences.append(self._numbered(terms, sizes, packed | slot))

    def keep(self, held: dict[str, bytes], *, without: list[int]) -> None:
        """Put in what rows hold, except of these slots."""
        is_gone = np.zeros(SLOTS, dtype=bool)
        is_gone[without] = True
        packed = np.frombuffer(b"".join(held.values()), dtype=OCCURRENCE).astype(np.uint64)
        sizes = [len(some) >> 2 for some in held.values()]
        self.occurrences.append(self._numbered(held, sizes, packed)[~is_gone[packed >> 16]])

    def rows(self) -> dict[str, bytes]:
        """The places of each term, in order of slot and position."""
        if not self.occurrences:
            return {}
        in_order = np.sort(np.concatenate(self.occurrences))
        sizes = np.bincount(in_order >> 32, minlength=len(self.numbers)) * OCCURRENCE.itemsize
        packed, ends = in_order.astype(OCCURRENCE).tobytes(), np.cumsum(sizes).tolist()
        return {term: packed[start:end] for term, start, end in zip(self.numbers, [0, *ends], ends, strict=False)}

    def _numbered(self, terms: Iterable[str], sizes: list[int], packed: np.ndarray) -> np.ndarray:
        """Occurrences of terms, as many of each as `sizes` says, with the numbers of the terms."""
        numbers = np.array([*map(self.numbers.__getitem__, terms)], dtype=np.uint64) << 32
        return np.repeat(numbers, sizes) | packed


def _unpacked(document: Indexed) -> tuple[list[str], list[bytes]]:
    """Terms and their places, of a document. A tsvector in PostgreSQL's binary form has for each stem its letters, a
    zero, the number of places and the places, two bytes each."""
    vector, terms, places, at = document.vector, [], [], 4
    end_of = vector.index
    for _ in range(int.from_bytes(vector[:4], "big")):
        end = end_of(0, at)
        first = end + 3
        after = first + 2 * (vector[end + 1] << 8 | vector[end + 2])
        terms.append(vector[at:end].decode())
        places.append(vector[first:after])
        at = after
    facets = {f"={name} {value}" for name, value in document.facets}
    length = int(FIELD_WEIGHTS[np.frombuffer(b"".join(places), dtype=PLACE) >> POSITION_BITS].sum())
    return [*terms, *facets, LENGTH], [*places, *([b"\0\0"] * len(facets)), min(length, LONGEST).to_bytes(2, "big")]


def _write_rows(cursor: CursorWrapper, block: int, rows: dict[str, bytes], held: dict[str, bytes]) -> int:
    """Put rows of a block in place of what was held there; empty ones go. Whoever remembers the block reads it again.
    Gives how many are different."""
    different = {term: places for term, places in rows.items() if places != held.get(term, b"")}
    filled = {term: places for term, places in different.items() if places}
    if different:
        sizes = " ".join(map(str, map(len, filled.values())))
        cursor.execute(_WRITE, [block, "\n".join(filled), sizes, b"".join(filled.values())])
        cursor.execute(_DELETE, [block, "\n".join(different.keys() - filled.keys())])
        cursor.execute(_NEW_VERSION, [block])
    return len(different)
