"""The order of results: documents with all words first, then those with any, by BM25 over weighted fields.

Of a sentence, a document with all words is only the better for it. Whoever asks "how much does rough sleeping cost"
does not look for "much": only long pages have every word of a sentence, each somewhere.

Private to this package: callers know `golab.search.find`.
"""

from dataclasses import dataclass, field
from math import inf

import numpy as np

from golab.search.asking import Question
from golab.search.corpus import NOBODY, SATURATION, Corpus
from golab.search.matching import Found, Matches, fetch
from golab.search.results import Filters

FIRST_OF_A_KIND = 2  # hits of each group, besides the exact one
FACETS = {"kind": "kinds", "area": "areas", "stage": "stages", "country": "countries", "year": "years"}  # to a filter
ABOVE_ALL = 1e6  # more than any score: what puts documents with all words first
BETTER = 2.0  # what all words of a sentence are worth: about half of a rare word's score


@dataclass
class Ranking:
    """Primary keys in order, their number, and how many documents each value of each facet would give."""

    pks: list[int]
    exact: int | None
    total: int
    counts: dict[str, dict[str, int]] = field(default_factory=dict)


def rank(
    question: Question,
    filters: Filters,
    *,
    boxed: list[str],
    offset: int,
    limit: int,
    grouped: bool,
    until: float = inf,
) -> Ranking:
    """Find and order documents, and count them. `boxed` are the kinds that can be an exact hit.

    Raises `TookTooLong` after `until` (of `time.monotonic`).
    """
    parts = {stem for phrase in question.phrases for stem, _ in phrase}
    needed = {stem for need in question.needs for stem in need.stems}
    terms = sorted(parts | needed | question.terms.keys())
    matches = fetch(terms, title=question.title_stems, boxed=boxed, until=until)
    scores = _score(matches, question)
    chosen = _Chosen(matches.corpus, filters, scores > 0)
    results = chosen.by_all()
    order = scores + np.where(_has_all(matches, question), BETTER if question.is_sentence else ABOVE_ALL, 0)
    if grouped:
        best = _best_of_each_kind(matches.corpus, results, order)
    else:
        best = _first_of(np.flatnonzero(results), order, offset + limit)[offset:]
    exact = [pk for pk, document in _places(matches) if results[document]]
    return Ranking(
        pks=matches.corpus.keys(best),
        exact=exact[0] if exact else None,
        total=int(np.count_nonzero(results)),
        counts={name: chosen.counts(name) for name in FACETS},
    )


def _score(matches: Matches, question: Question) -> np.ndarray:
    """The score of every document."""
    scores = np.zeros(matches.corpus.room)
    for stem, weight in question.terms.items():
        _add(scores, matches.corpus, matches.word(stem), weight)
    for phrase, weight in question.phrases.items():
        _add(scores, matches.corpus, matches.phrase(phrase), weight)
    return scores


def _add(scores: np.ndarray, corpus: Corpus, found: Found, weight: float) -> None:
    documents, frequencies = found
    if len(documents):
        rarity = np.log(1 + (corpus.size - len(documents) + 0.5) / (len(documents) + 0.5))
        saturated = frequencies / (frequencies + corpus.normalisers[documents])
        scores[documents] += weight * rarity * (SATURATION + 1) * saturated


def _has_all(matches: Matches, question: Question) -> np.ndarray:
    """A mask of the documents that have every word, or what stands for it."""
    has_all = np.ones(matches.corpus.room, dtype=bool)
    for need in question.needs:
        has = np.ones(matches.corpus.room, dtype=bool)
        for stem in need.stems:
            has &= _mask(matches.corpus, matches.word(stem))
        for phrase in need.phrases:
            has |= _mask(matches.corpus, matches.phrase(phrase))
        has_all &= has
        if not has_all.any():
            break
    return has_all


def _mask(corpus: Corpus, found: Found) -> np.ndarray:
    mask = np.zeros(corpus.room, dtype=bool)
    mask[found[0]] = True
    return mask


class _Chosen:
    """What the filters leave of the documents that match: OR within a facet, AND between them."""

    def __init__(self, corpus: Corpus, filters: Filters, matched: np.ndarray) -> None:
        self.corpus, self.matched = corpus, matched
        self.masks = {
            name: corpus.facets.get(name, NOBODY).having(map(str, getattr(filters, chosen)), corpus.room)
            for name, chosen in FACETS.items()
            if getattr(filters, chosen)
        }

    def by_all(self, *, but: str = "") -> np.ndarray:
        """A mask of the documents that all facets but one leave."""
        mask = self.matched
        for name, chosen in self.masks.items():
            if name != but:
                mask = mask & chosen
        return mask

    def counts(self, name: str) -> dict[str, int]:
        """How many documents each value of a facet would give, beside what the other facets leave."""
        return self.corpus.facets.get(name, NOBODY).counts(self.by_all(but=name))


def _first_of(documents: np.ndarray, order: np.ndarray, count: int) -> np.ndarray:
    """The first `count` of documents, the best first; equal ones by age, so that pages hold each once."""
    points = order[documents]
    if len(documents) > count:
        last = np.partition(points, -count)[-count]
        documents, points = documents[points >= last], points[points >= last]
    return documents[np.lexsort((documents, -points))][:count]


def _best_of_each_kind(corpus: Corpus, results: np.ndarray, order: np.ndarray) -> np.ndarray:
    kinds = corpus.facets.get("kind", NOBODY)
    of_kinds = [kinds.of(kind) for kind in kinds.values]
    best = [_first_of(some[results[some]], order, FIRST_OF_A_KIND + 1) for some in of_kinds]
    return np.concatenate(best) if best else NOBODY.documents


def _places(matches: Matches) -> list[tuple[int, int]]:
    """Exact hits with where they stand in the arrays."""
    return [(pk, document) for pk in matches.exact for document in matches.corpus.documents([pk]).tolist()]
