"""Fetching what stands in the index for some words: one statement, whatever is asked."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import inf
from time import monotonic

import numpy as np

from golab.search import corpus as corpora
from golab.search.corpus import Corpus
from golab.search.cursors import binary_cursor
from golab.search.packing import FIELD_WEIGHTS, POSITION_BITS

Phrase = tuple[tuple[str, int], ...]  # stems, each with how far it stands from the first
Found = tuple[np.ndarray, np.ndarray]  # documents in order, and how often each has it, weighted by field

# Bytes of places that one question may read, three million occurrences. The words of a question are read from
# the rarest on; those that would go beyond it, which say the least, are left out.
MOST_BYTES = 12_000_000

# `places` larger than a row are only pointers until they are sent, so that
# what goes beyond the limit is never read.
_FETCH = """
    WITH sized AS (
        SELECT term, block, places, sum(octet_length(places)) OVER (PARTITION BY term) AS size
        FROM search_posting WHERE term = ANY(%(terms)s)
    ), running AS (
        SELECT *, sum(octet_length(places)) OVER (ORDER BY size, term RANGE UNBOUNDED PRECEDING) AS total FROM sized
    )
    SELECT 'block', number, version::text, NULL::bigint, NULL::bytea FROM search_block
    UNION ALL
    SELECT 'facet', block, term, NULL, places
    FROM search_block JOIN search_posting ON block = number AND term >= '=' AND term < '>'
    WHERE version <> ALL(%(known)s::uuid[])
    UNION ALL
    SELECT 'places', block, term, NULL, places FROM running WHERE total <= %(most)s OR total = size
    UNION ALL
    SELECT 'exact', array_position(%(boxed)s::text[], kind::text), NULL, id, NULL
    FROM search_searchdocument WHERE title_stems && ARRAY[%(title)s::text] AND kind = ANY(%(boxed)s::text[])
"""

_corpus = corpora.EMPTY  # as this process saw it last


class TookTooLong(Exception):
    """A question was given up."""


@dataclass
class Matches:
    """What the index holds for some words. `exact` are the primary keys of exact hits.

    Reading on after `until` (of `time.monotonic`) raises `TookTooLong`.
    """

    corpus: Corpus
    rows: dict[str, list[tuple[int, bytes]]]
    exact: list[int]
    until: float = inf

    def __post_init__(self) -> None:
        # Ranking asks twice for most: for the score, and for who has all words.
        self.occurrences = cache(self._occurrences)
        self.word = cache(self._word)
        self.phrase = cache(self._phrase)

    def _occurrences(self, stem: str) -> tuple[np.ndarray, np.ndarray]:
        """The document of each occurrence and its place."""
        if monotonic() > self.until:
            raise TookTooLong
        return self.corpus.occurrences(self.rows.get(stem, []))

    def _word(self, stem: str) -> Found:
        """Where a stem stands."""
        return _counted(*self.occurrences(stem))

    def _phrase(self, phrase: Phrase) -> Found:
        """Where stems stand at their distances: the places of the rarest, of which each other stem leaves some."""
        parts = [(*self.occurrences(stem), distance) for stem, distance in phrase]
        (documents, places, distance), *others = sorted(parts, key=lambda part: len(part[0]))
        starts = _positions(documents, places) - distance
        for other_documents, other_places, other_distance in others:
            is_asked = np.zeros(self.corpus.room, dtype=bool)
            is_asked[documents] = True
            near = is_asked[other_documents]
            is_here = _among(starts, _positions(other_documents[near], other_places[near]) - other_distance)
            starts, documents, places = starts[is_here], documents[is_here], places[is_here]
        return _counted(documents, places)


def _positions(documents: np.ndarray, places: np.ndarray) -> np.ndarray:
    """One number for a document and a position in it."""
    return (documents.astype(np.int64) << (POSITION_BITS + 1)) + (places & ((1 << POSITION_BITS) - 1))


def _among(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """A mask of those that are also among others."""
    if not len(others):
        return np.zeros(len(some), dtype=bool)
    in_order = np.sort(others)
    return in_order[np.minimum(np.searchsorted(in_order, some), len(others) - 1)] == some


def _counted(documents: np.ndarray, places: np.ndarray) -> Found:
    if not len(documents):
        return documents, np.zeros(0, dtype=np.float32)
    starts = np.flatnonzero(np.concatenate([[True], documents[1:] != documents[:-1]]))
    return documents[starts], np.add.reduceat(FIELD_WEIGHTS[places >> POSITION_BITS], starts)


def fetch(terms: list[str], *, title: str, boxed: list[str], until: float = inf) -> Matches:
    """What the index holds for stems. `title` is that of an exact hit, `boxed` its kinds."""
    global _corpus
    known = _corpus
    asked = {"terms": terms, "title": title, "boxed": boxed, "known": [*known.versions.values()], "most": MOST_BYTES}
    told = defaultdict(list)
    with binary_cursor() as cursor:
        cursor.execute(_FETCH, asked)
        for what, *row in cursor.fetchall():
            told[what].append(row)
    corpus = known.brought_up_to_date(
        {block: version for block, version, *_ in told["block"]}, _by_block(told["facet"])
    )
    _corpus = corpus
    rows = defaultdict(list)
    for block, term, _, places in sorted(told["places"]):
        rows[term].append((block, places))
    return Matches(
        corpus=corpus,
        rows=rows,
        exact=[int(pk) for _, _, pk, _ in sorted(told["exact"], key=lambda row: (row[0], row[2]))],
        until=until,
    )


def _by_block(rows: list[list]) -> dict[int, corpora.Packed]:
    packed: dict[int, corpora.Packed] = defaultdict(dict)
    for block, term, _, places in rows:
        packed[block][term] = places
    return packed
