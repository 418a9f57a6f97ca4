"""What ranking knows of all documents at once: their lengths and facets, as arrays.

A process keeps the arrays and asks only for blocks that were written since. Versions are unique, so whatever another
transaction sees or takes back, a block is never mistaken for another state of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from golab.search.packing import LENGTH, OCCURRENCE, SLOT_BITS, SLOTS

SATURATION = 1.2  # BM25's k1
NORMALISED = 0.75  # BM25's b: how much the length of a document counts

Packed = dict[str, bytes]  # term to places, of one block


@dataclass(frozen=True)
class Column:
    """The documents of each value of a facet, one value after the other; `starts` says where each begins."""

    values: list[str]
    documents: np.ndarray
    starts: np.ndarray

    def counts(self, mask: np.ndarray) -> dict[str, int]:
        """How many of the documents in the mask have each value; only values that some have."""
        is_counted = mask.take(self.documents)
        edges = [*self.starts.tolist(), len(is_counted)]
        numbers = [np.count_nonzero(is_counted[start:end]) for start, end in pairwise(edges)]
        return {value: number for value, number in zip(self.values, numbers, strict=True) if number}

    def having(self, values: Iterable[str], size: int) -> np.ndarray:
        """A mask of the documents with any of these values."""
        mask = np.zeros(size, dtype=bool)
        for value in values:
            mask[self.of(value)] = True
        return mask

    def of(self, value: str) -> np.ndarray:
        """The documents with this value."""
        if value not in self.values:
            return self.documents[:0]
        place = self.values.index(value)
        ends = [*self.starts[1:], len(self.documents)]
        return self.documents[self.starts[place] : ends[place]]


class Corpus:
    """All documents, each a place in arrays: the blocks one after the other, with room for every slot."""

    def __init__(self, blocks: dict[int, tuple[str, Packed]]) -> None:
        """`blocks`: number to version and the packed facets of the block."""
        self.blocks = dict(sorted(blocks.items()))
        self.numbers = np.array([*self.blocks], dtype=np.int64)
        self.bases = {number: place * SLOTS for place, number in enumerate(self.blocks)}
        self.room = len(self.blocks) * SLOTS

    @property
    def versions(self) -> dict[int, str]:
        return {number: version for number, (version, _) in self.blocks.items()}

    def brought_up_to_date(self, versions: dict[int, str], packed: dict[int, Packed]) -> "Corpus":
        """The corpus of these versions, where `packed` holds the blocks that differ; itself if none does."""
        if versions == self.versions:
            return self
        return Corpus(
            {
                number: (version, packed[number] if number in packed else self.blocks[number][1])
                for number, version in versions.items()
            }
        )

    def occurrences(self, rows: list[tuple[int, bytes]]) -> tuple[np.ndarray, np.ndarray]:
        """Documents and places, of rows of one term: (block, places), in the order of blocks."""
        raw = np.frombuffer(b"".join([places for _, places in rows]), dtype=OCCURRENCE).astype(np.uint32)
        bases = np.array([self.bases[block] for block, _ in rows], dtype=np.intp)  # numpy takes other indices slowly
        counts = [len(places) // OCCURRENCE.itemsize for _, places in rows]
        return (raw >> 16) + np.repeat(bases, counts), raw & 0xFFFF

    def keys(self, documents: np.ndarray) -> list[int]:
        """The primary keys of documents."""
        return ((self.numbers[documents >> SLOT_BITS] << SLOT_BITS) | (documents & (SLOTS - 1))).tolist()

    def documents(self, keys: list[int]) -> np.ndarray:
        """The documents with these primary keys; others are passed over."""
        known = [key for key in keys if key >> SLOT_BITS in self.bases]
        return np.array([self.bases[key >> SLOT_BITS] + (key & (SLOTS - 1)) for key in known], dtype=np.int64)

    @cached_property
    def _lengths(self) -> tuple[np.ndarray, np.ndarray]:
        return self.occurrences(self._rows(LENGTH))

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self._lengths[0])

    @cached_property
    def normalisers(self) -> np.ndarray:
        """What BM25 adds to a frequency, by document: the longer a text, the less a word in it says."""
        documents, lengths = self._lengths
        normalisers = np.ones(self.room, dtype=np.float32)
        mean = max(lengths.mean(), 1.0) if len(lengths) else 1.0
        normalisers[documents] = SATURATION * (1 - NORMALISED + NORMALISED * lengths / mean)
        return normalisers

    @cached_property
    def facets(self) -> dict[str, Column]:
        """A column for each facet that any document has."""
        terms = sorted({term for _, packed in self.blocks.values() for term in packed} - {LENGTH})
        by_name: dict[str, dict[str, np.ndarray]] = {}
        for term in terms:
            name, _, value = term[1:].partition(" ")
            by_name.setdefault(name, {})[value] = self.occurrences(self._rows(term))[0]
        return {name: _column(documents) for name, documents in by_name.items()}

    def _rows(self, term: str) -> list[tuple[int, bytes]]:
        return [(number, packed[term]) for number, (_, packed) in self.blocks.items() if term in packed]


def _column(documents: dict[str, np.ndarray]) -> Column:
    sizes = [len(some) for some in documents.values()]
    return Column([*documents], np.concatenate([*documents.values()]), np.cumsum([0, *sizes[:-1]]))


NOBODY = Column([], np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp))
EMPTY = Corpus({})
