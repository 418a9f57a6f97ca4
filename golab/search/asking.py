"""Understanding a question: its stems, what they also mean, and what was probably meant by a word nobody uses."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.utils import CursorWrapper

from golab.search.cursors import results_of
from golab.search.matching import Phrase
from golab.search.models import Synonym
from golab.search.spelling import british, spellings
from golab.search.text import is_one_slip, one_letter_less, words_of

SHORTEST_TO_MEND = 4
SHORTEST_SENTENCE = 4  # words, small ones included
MOST_BEGINNINGS = 24  # words that an extract is looked for by
# What a synonym counts beside the word that was typed. Strong ones also satisfy "all words".
STRONG = {Synonym.Kind.ACRONYM: 0.7, Synonym.Kind.SPELLING: 0.7, Synonym.Kind.EVERYDAY: 0.5}
WEAK = {Synonym.Kind.RELATED: 0.25, Synonym.Kind.ONE_WAY: 0.25}
WEIGHT = STRONG | WEAK
QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")

# Written out, for functions of our own cost more than what they do here.
_STEMS = """(SELECT coalesce(string_agg(lexeme, ' ' ORDER BY position), '')
                FROM unnest(to_tsvector('golab_english', word)), unnest(positions) AS position)"""
_WORDS = r"regexp_replace(regexp_replace(other, '\m(\w)&(?=\w\M)', '\1', 'g'), '[^[:alnum:]'']+', ' ', 'g')"
_ANALYSE = f"""
    WITH typed AS MATERIALIZED (
        SELECT place, {_STEMS} AS stem FROM unnest(%(words)s::text[]) WITH ORDINALITY AS given(word, place)
    ), unknown AS MATERIALIZED (
        SELECT place FROM typed
        WHERE stem <> '' AND NOT EXISTS (SELECT FROM search_posting WHERE term = ANY(string_to_array(stem, ' ')))
    ), line AS MATERIALIZED (
        SELECT ' ' || coalesce(string_agg(nullif(stem, ''), ' ' ORDER BY place), '') || ' ' AS line FROM typed
    ), meant AS MATERIALIZED (
        SELECT kind, terms, stems, is_capitals_only,
               CASE kind WHEN 'one-way' THEN expands_to ELSE terms END AS others
        FROM search_synonym AS synonym, line
        WHERE is_active
          AND ((is_capitals_only AND terms && %(typed)s::varchar[])
               OR EXISTS (SELECT FROM unnest(stems) AS stem WHERE stem <> '' AND strpos(line, ' ' || stem || ' ') > 0))
    )
    SELECT
        (SELECT jsonb_agg(stem ORDER BY place) FROM typed),
        (SELECT jsonb_agg(DISTINCT {_STEMS}) FROM unnest(%(spellings)s::text[]) AS word),
        (SELECT jsonb_agg(jsonb_build_object(
            'kind', kind, 'terms', terms, 'stems', stems, 'capitals_only', is_capitals_only,
            'others', ARRAY(SELECT jsonb_build_array(other, (
                                SELECT jsonb_agg(jsonb_build_array(lexeme, position) ORDER BY position)
                                FROM unnest(to_tsvector('golab_english', {_WORDS})), unnest(positions) AS position))
                            FROM unnest(others) AS other)) ORDER BY terms)
         FROM meant),
        (SELECT jsonb_object_agg(place, words) FROM (
            SELECT place, jsonb_agg(DISTINCT near.word) AS words
            FROM unknown
            JOIN jsonb_array_elements(%(shortened)s::jsonb) WITH ORDINALITY AS given(parts, place) USING (place)
            JOIN search_word AS near
              ON near.shortened && ARRAY(SELECT jsonb_array_elements_text(given.parts))::varchar[]
            WHERE EXISTS (SELECT FROM search_posting WHERE term = near.term)
            GROUP BY place) AS mended)
"""  # noqa: S608 (only constants of this module are put in)


@dataclass(frozen=True)
class Need:
    """Of a document that counts as matching all words: these stems, or one of these phrases."""

    stems: tuple[str, ...]
    phrases: tuple[Phrase, ...] = ()


@dataclass
class Question:
    """A question as ranking takes it.

    `stems` are in order; `terms` maps each stem to ask for to its weight, `phrases` each synonym of several words.
    `needs` is what a document must have to count as matching all words; `marks`, a tsquery, what is marked in it, and
    `beginnings` how the words begin that are marked. `is_sentence` is one that was put as to a person.
    """

    text: str
    stems: list[str]
    terms: dict[str, float]
    phrases: dict[Phrase, float]
    needs: list[Need]
    marks: str
    beginnings: list[str]
    is_sentence: bool = False
    synonyms_used: list[str] = field(default_factory=list)
    mended: str = ""

    @property
    def title_stems(self) -> str:
        return " ".join(self.stems)


@dataclass(frozen=True)
class _Other:
    """What else is meant: as people write it, and the phrase to look for, which may be one stem."""

    written: str
    phrase: Phrase

    @property
    def stems(self) -> str:
        return " ".join(stem for stem, _ in self.phrase)


@dataclass(frozen=True)
class _Meaning:
    """Stems from `start` to `end` of the question also mean `others`."""

    start: int
    end: int
    kind: str
    term: str
    others: tuple[_Other, ...]


def understand(cursor: CursorWrapper, text: str, *, before: str = "", after: str = "") -> Question:
    """Read a question. `mended` is filled where a word is in no document but a near one is. `before` and `after` are
    statements to send along."""
    words = words_of(text)
    parts = [one_letter_less(word.lower()) if len(word) >= SHORTEST_TO_MEND else [] for word in words]
    asked = {"words": [*map(british, words)], "typed": words, "shortened": json.dumps(parts)}
    asked["spellings"] = [spelling for word in words for spelling in spellings(word)]
    cursor.execute(f"{before}{_ANALYSE};{after}", asked)
    ((row,),) = results_of(cursor)
    seen, spelled, meant, near = (json.loads(value or "[]") for value in row)
    stems = [stem for joined in seen for stem in joined.split()]
    meanings = _choose(list(_meanings(words, stems, meant)))
    return Question(
        text=text,
        stems=stems,
        terms=_terms(stems, meanings),
        phrases=_weights((other.phrase, meaning) for meaning, other in _others(meanings) if len(other.phrase) > 1),
        needs=_needs(stems, meanings),
        marks=_marks(spelled, meanings),
        beginnings=_beginnings(spelled, meanings),
        is_sentence=len(words) >= SHORTEST_SENTENCE and "" in seen,  # a stop word has no stem
        synonyms_used=_named(stems, meanings),
        mended=_mend(text, words, dict(near)),
    )


def _meanings(words: list[str], stems: list[str], rows: list[dict]) -> Iterator[_Meaning]:
    for row in rows:
        for term, joined in zip(row["terms"], row["stems"], strict=True):
            is_letters = row["capitals_only"] and term.isupper() and " " not in term
            if is_letters and term not in words:
                continue
            others = tuple(
                _Other(other, _phrase(places))
                for other, places in row["others"]
                if places and other != term and not (row["capitals_only"] and other.isupper())
            )
            for start, end in _places(joined.split(), stems, anyway=is_letters):
                yield _Meaning(start, end, row["kind"], term, others)


def _phrase(places: list[list]) -> Phrase:
    """Stems, each with how far it stands from the first, of stems with their positions."""
    return tuple((stem, position - places[0][1]) for stem, position in places)


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
    return _weights((other.stems, meaning) for meaning, other in _others(meanings) if len(other.phrase) == 1) | typed


def _others(meanings: list[_Meaning]) -> Iterator[tuple[_Meaning, _Other]]:
    return ((meaning, other) for meaning in meanings for other in meaning.others)


def _weights(asked: Iterable[tuple[Any, _Meaning]]) -> dict[Any, float]:
    """The highest weight of each."""
    weights: dict[Any, float] = {}
    for what, meaning in asked:
        weights[what] = max(weights.get(what, 0.0), WEIGHT[meaning.kind])
    return weights


def _needs(stems: list[str], meanings: list[_Meaning]) -> list[Need]:
    """Every stem, or where it is part of a phrase with strong synonyms, one of those."""
    strong = [meaning for meaning in meanings if meaning.kind in STRONG]
    needs, place = [], 0
    while place < len(stems):
        here = [meaning for meaning in strong if meaning.start == place and meaning.end > place]
        end = here[0].end if here else place + 1
        needs.append(Need(tuple(stems[place:end]), _phrases(here)))
        place = end
    return list(dict.fromkeys(needs))


def _phrases(meanings: list[_Meaning]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(other.phrase for _, other in _others(meanings)))


def _marks(spelled: list[str], meanings: list[_Meaning]) -> str:
    stems = dict.fromkeys(stem for joined in spelled for stem in joined.split())
    phrases = dict.fromkeys(_query(other.phrase) for _, other in _others(meanings))
    return " | ".join([*map(_quoted, stems), *phrases])


def _beginnings(spelled: list[str], meanings: list[_Meaning]) -> list[str]:
    """Without the last letter of a longer stem: policy and policies both begin with polic, but not with polici."""
    others = (stem for _, other in _others(meanings) for stem, _ in other.phrase)
    stems = [*(stem for joined in spelled for stem in joined.split()), *others]
    return list(dict.fromkeys(stem[:-1] if len(stem) > 4 else stem for stem in stems))[:MOST_BEGINNINGS]


def _query(phrase: Phrase) -> str:
    """A phrase as a tsquery."""
    (first, _), *others = phrase
    query, at = _quoted(first), 0
    for stem, distance in others:
        query, at = f"({query} <{distance - at}> {_quoted(stem)})", distance
    return query


def _named(stems: list[str], meanings: list[_Meaning]) -> list[str]:
    """The other words, as people write them; one for each that differs by more than its form."""
    line = f" {' '.join(stems)} "
    found: dict[str, str] = {}
    for _, other in _others(meanings):
        if f" {other.stems} " not in line:
            found.setdefault(other.stems, other.written)
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
