"""Understanding a question: its stems, what they also mean, and what was probably meant by a word nobody uses."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from golab.search.models import Synonym
from golab.search.text import is_one_slip, one_letter_less, words_of

SHORTEST_TO_MEND = 4
# What a synonym counts beside the word that was typed. Strong ones also satisfy "all words".
STRONG = {Synonym.Kind.ACRONYM: 0.7, Synonym.Kind.SPELLING: 0.7, Synonym.Kind.EVERYDAY: 0.5}
WEAK = {Synonym.Kind.RELATED: 0.25, Synonym.Kind.ONE_WAY: 0.25}
WEIGHT = STRONG | WEAK
QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")

_ANALYSE = """
    WITH typed AS (
        SELECT place, word, golab_stems(word) AS stem
        FROM unnest(%(words)s::text[]) WITH ORDINALITY AS given(word, place)
    ), seen AS (
        SELECT place, word, stem,
               stem <> '' AND NOT EXISTS (SELECT FROM search_posting WHERE term = ANY(string_to_array(stem, ' ')))
               AS is_unknown
        FROM typed
    ), line AS (
        SELECT ' ' || coalesce(string_agg(nullif(stem, ''), ' ' ORDER BY place), '') || ' ' AS stems FROM typed
    ), meant AS (
        SELECT kind, terms, stems, is_capitals_only,
               ARRAY(SELECT term FROM unnest(CASE kind WHEN 'one-way' THEN expands_to ELSE terms END) AS term)
               AS others
        FROM search_synonym AS synonym
        WHERE is_active
          AND (is_capitals_only
               OR EXISTS (SELECT FROM unnest(synonym.stems) AS stem, line
                          WHERE stem <> '' AND strpos(line.stems, ' ' || stem || ' ') > 0))
    )
    SELECT
        (SELECT jsonb_agg(jsonb_build_array(word, stem, is_unknown) ORDER BY place) FROM seen),
        (SELECT jsonb_agg(jsonb_build_object(
            'kind', kind, 'terms', terms, 'stems', stems, 'capitals_only', is_capitals_only,
            'others', ARRAY(SELECT jsonb_build_array(other, golab_stems(golab_words(other)),
                                   phraseto_tsquery('golab_english', golab_words(other))::text)
                            FROM unnest(others) AS other)) ORDER BY terms)
         FROM meant),
        (SELECT jsonb_object_agg(place, words) FROM (
            SELECT seen.place, jsonb_agg(DISTINCT near.word) AS words
            FROM seen
            JOIN jsonb_array_elements(%(shortened)s::jsonb) WITH ORDINALITY AS given(parts, place) USING (place)
            JOIN search_word AS near
              ON near.shortened && ARRAY(SELECT jsonb_array_elements_text(given.parts))::varchar[]
            WHERE seen.is_unknown AND EXISTS (SELECT FROM search_posting WHERE term = near.term)
            GROUP BY seen.place) AS mended)
"""


@dataclass
class Question:
    """A question as ranking takes it.

    `stems` are in order; `terms` maps each stem to ask for to its weight, `phrases` each tsquery of a synonym of
    several words. `all_words` and `marks` are tsqueries too: what a document must have to count as matching all
    words, and what is marked in it.
    """

    text: str
    stems: list[str]
    terms: dict[str, float]
    phrases: dict[str, float]
    all_words: str
    marks: str
    synonyms_used: list[str] = field(default_factory=list)
    mended: str = ""

    @property
    def title_stems(self) -> str:
        return " ".join(self.stems)


@dataclass(frozen=True)
class _Meaning:
    """Stems from `start` to `end` of the question also mean `others`: (words, stems, tsquery)."""

    start: int
    end: int
    kind: str
    term: str
    others: tuple[tuple[str, str, str], ...]


def understand(cursor: CursorWrapper, text: str) -> Question:
    """Read a question, in one statement. `mended` is filled where a word is in no document but a near one is."""
    words = words_of(text)
    parts = [one_letter_less(word.lower()) if len(word) >= SHORTEST_TO_MEND else [] for word in words]
    cursor.execute(_ANALYSE, {"words": words, "shortened": json.dumps(parts)})
    seen, meant, near = (json.loads(value) if isinstance(value, str) else value for value in cursor.fetchone())
    stems = [stem for _, joined, _ in seen or [] for stem in joined.split()]
    meanings = _choose(list(_meanings(words, stems, meant or [])))
    return Question(
        text=text,
        stems=stems,
        terms=_terms(stems, meanings),
        phrases=_weights((query, meaning) for meaning, joined, query in _others(meanings) if " " in joined),
        all_words=_all_words(stems, meanings),
        marks=" | ".join([*map(_quoted, dict.fromkeys(stems)), *_phrases(meanings)]),
        synonyms_used=_named(stems, meanings),
        mended=_mend(text, words, near or {}),
    )


def _meanings(words: list[str], stems: list[str], rows: list[dict]) -> Iterator[_Meaning]:
    for row in rows:
        for term, joined in zip(row["terms"], row["stems"], strict=True):
            is_letters = row["capitals_only"] and term.isupper() and " " not in term
            if is_letters and term not in words:
                continue
            others = tuple(
                (other, other_stems, query)
                for other, other_stems, query in row["others"]
                if query and other != term and not (row["capitals_only"] and other.isupper())
            )
            for start, end in _places(joined.split(), stems, anyway=is_letters):
                yield _Meaning(start, end, row["kind"], term, others)


def _places(wanted: list[str], stems: list[str], *, anyway: bool) -> list[tuple[int, int]]:
    """Where `wanted` stands in the question. Letters that are only a stop word otherwise stand nowhere, but count."""
    if not wanted:
        return [(0, 0)] if anyway else []
    size = len(wanted)
    return [(start, start + size) for start in range(len(stems)) if stems[start : start + size] == wanted]


def _choose(meanings: list[_Meaning]) -> list[_Meaning]:
    """The longest phrase counts: "payment cap" is not "cap". What is never expanded keeps others away."""
    chosen: list[_Meaning] = []
    for meaning in sorted(meanings, key=lambda each: (each.start - each.end, each.kind != Synonym.Kind.NEVER)):
        overlapping = [each for each in chosen if each.start < meaning.end and meaning.start < each.end]
        if all(
            (each.start, each.end) == (meaning.start, meaning.end) and each.kind != Synonym.Kind.NEVER
            for each in overlapping
        ):
            chosen.append(meaning)
    return [meaning for meaning in chosen if meaning.kind != Synonym.Kind.NEVER]


def _terms(stems: list[str], meanings: list[_Meaning]) -> dict[str, float]:
    """What was typed, as often as it was, and the synonyms of one word."""
    typed = {stem: float(count) for stem, count in Counter(stems).items()}
    return _weights((joined, meaning) for meaning, joined, _ in _others(meanings) if " " not in joined) | typed


def _others(meanings: list[_Meaning]) -> Iterator[tuple[_Meaning, str, str]]:
    """Each synonym with its stems and its tsquery."""
    return ((meaning, joined, query) for meaning in meanings for _, joined, query in meaning.others)


def _weights(asked: Iterable[tuple[str, _Meaning]]) -> dict[str, float]:
    """The highest weight of each."""
    weights: dict[str, float] = {}
    for what, meaning in asked:
        weights[what] = max(weights.get(what, 0.0), WEIGHT[meaning.kind])
    return weights


def _all_words(stems: list[str], meanings: list[_Meaning]) -> str:
    """Every stem, or where it is part of a phrase with strong synonyms, one of those."""
    strong = [meaning for meaning in meanings if meaning.kind in STRONG]
    parts, place = [], 0
    while place < len(stems):
        here = [meaning for meaning in strong if meaning.start == place and meaning.end > place]
        end = here[0].end if here else place + 1
        own = " & ".join(map(_quoted, stems[place:end]))
        parts.append("(" + " | ".join([f"({own})", *_phrases(here)]) + ")")
        place = end
    standing_nowhere = list(_phrases([meaning for meaning in strong if meaning.start == meaning.end]))
    if not parts and standing_nowhere:
        parts.append("(" + " | ".join(standing_nowhere) + ")")
    return " & ".join(parts)


def _phrases(meanings: list[_Meaning]) -> list[str]:
    return [f"({query})" for query in dict.fromkeys(query for each in meanings for _, _, query in each.others)]


def _named(stems: list[str], meanings: list[_Meaning]) -> list[str]:
    """The other words, as people write them; one for each that differs by more than its form."""
    line = f" {' '.join(stems)} "
    found: dict[str, str] = {}
    for meaning in meanings:
        for other, joined, _ in meaning.others:
            if f" {joined} " not in line:
                found.setdefault(joined, other)
    return list(found.values())


def _mend(text: str, words: list[str], near: dict[str, list[str]]) -> str:
    """The question with each unknown word replaced by one that is a single slip away; empty if nothing is mended.

    Quoted words were meant as they stand.
    """
    meant = {word for quoted in QUOTED.findall(text) for word in words_of(quoted)}
    mended = list(words)
    for place, candidates in near.items():
        typed = words[int(place) - 1]
        fits = [word for word in candidates if is_one_slip(typed.lower(), word)]
        if fits and typed not in meant:
            mended[int(place) - 1] = min(fits, key=lambda word: (word[0] != typed[0].lower(), -len(word), word))
    return " ".join(mended) if mended != words else ""


def _quoted(stem: str) -> str:
    escaped = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"
