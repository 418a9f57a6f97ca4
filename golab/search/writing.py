"""Writing documents: the row, its vector, where its words stand, and its words, always together."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import connection

from golab.search.cursors import binary_cursor
from golab.search.packing import SLOT_BITS, Indexed, put_right, repack
from golab.search.sources import Document
from golab.search.text import LONGEST_BODY, as_words, distinct_words, one_letter_less, readable, to_stem

CONFIGURATION = "golab_english"

_INDEXED = """
    SELECT id, vector, kind, policy_areas, stages, countries, year, key FROM search_searchdocument
"""
# A document keeps its primary key, which says where its words stand.
_WRITE = """
    INSERT INTO search_searchdocument (
        id, kind, key, origin, url, context, language, title, summary, body, date, year,
        policy_areas, stages, steps, topics, countries, fingerprint, indexed_at, title_stems, vector
    )
    SELECT coalesce(known.id, nextval(pg_get_serial_sequence('search_searchdocument', 'id'))),
           %(kind)s, given.key, given.origin, given.url, given.context, given.language, given.title, given.summary,
           given.body, given.date, given.year,
           given.policy_areas, given.stages, given.steps, given.topics, given.countries, given.fingerprint, %(now)s,
           ARRAY(SELECT (SELECT coalesce(string_agg(lexeme, ' ' ORDER BY position), '')
                         FROM unnest(to_tsvector('golab_english', name)), unnest(positions) AS position)
                 FROM unnest(given.names) AS name),
           setweight(to_tsvector('golab_english', given.words[1]), 'A')
           || setweight(to_tsvector('golab_english', given.words[2]), 'B')
           || setweight(to_tsvector('golab_english', given.words[3]), 'C')
           || to_tsvector('golab_english', given.words[4])
    FROM jsonb_to_recordset(%(documents)s) AS given (
        key text, origin text, url text, context text, language text, title text, summary text, body text, date date,
        year int, policy_areas text[], stages text[], steps text[], topics text[], countries text[],
        fingerprint text, names text[], words text[]
    )
    LEFT JOIN search_searchdocument AS known ON known.kind = %(kind)s AND known.key = given.key
    ON CONFLICT (kind, key) DO UPDATE SET
        origin = excluded.origin, url = excluded.url, context = excluded.context, language = excluded.language,
        title = excluded.title, summary = excluded.summary, body = excluded.body, date = excluded.date,
        year = excluded.year, policy_areas = excluded.policy_areas, stages = excluded.stages, steps = excluded.steps,
        topics = excluded.topics, countries = excluded.countries, fingerprint = excluded.fingerprint,
        indexed_at = excluded.indexed_at, title_stems = excluded.title_stems, vector = excluded.vector
    RETURNING id, vector, kind, policy_areas, stages, countries, year
"""
_WORDS = """
    INSERT INTO search_word (word, term, shortened)
    SELECT word, lexeme, shortened
    FROM jsonb_to_recordset(%s) AS given (word text, to_stem text, shortened varchar[]),
         unnest(to_tsvector('golab_english', to_stem))
    ON CONFLICT (word) DO NOTHING
"""


@dataclass(frozen=True)
class Ready:
    """A document with all the work done that needs no turn, for others wait for who has it."""

    key: str
    row: str  # JSON, for _WRITE
    words: set[str]  # to offer as corrections


def fingerprint(document: Document) -> str:
    """The same for documents that say the same."""
    return sha256(repr(document).encode()).hexdigest()


def ready(documents: dict[str, Document]) -> dict[str, Ready]:
    """Make documents, by where each was made from, ready to be written."""
    return {origin: _ready(origin, document) for origin, document in documents.items()}


def _ready(origin: str, document: Document) -> Ready:
    names = [*map(as_words, (document.title, *document.names))]
    texts = (as_words(text[:LONGEST_BODY]) for text in (document.summary, document.body))
    fields = [names[0], " ".join(names[1:]), *texts]  # in the order of their weights
    row = _row(origin, document) | {"names": [*map(to_stem, names)], "words": [*map(to_stem, fields)]}
    return Ready(document.key, json.dumps(row), distinct_words(fields))


def write(kind: str, documents: dict[str, Ready], *, now: datetime) -> None:
    """Write documents of one kind, by where each was made from. The caller holds the turn and the transaction.

    A thing whose key changed takes its document along.
    """
    if not documents:
        return
    by_key = {document.key: document for document in documents.values()}
    with binary_cursor() as cursor:
        cursor.execute(
            f"{_INDEXED} WHERE kind = %s AND (key = ANY(%s) OR origin = ANY(%s))", [kind, [*by_key], [*documents]]
        )
        known = cursor.fetchall()
        moved = [pk for pk, *_, key in known if key not in by_key]
        cursor.execute("DELETE FROM search_searchdocument WHERE id = ANY(%s)", [moved])
        rows = ",".join(document.row for document in by_key.values())
        cursor.execute(_WRITE, {"kind": kind, "now": now, "documents": f"[{rows}]"})
        written = cursor.fetchall()
    repack(before=[_indexed(*row[:7]) for row in known], after=[_indexed(*row) for row in written])
    _learn(set().union(*(document.words for document in by_key.values())))


def erase(pks: Iterable[int]) -> int:
    """Delete documents with where their words stand; gives their number."""
    with binary_cursor() as cursor:
        cursor.execute(f"{_INDEXED} WHERE id = ANY(%s) FOR UPDATE", [list(pks)])
        gone = [_indexed(*row[:7]) for row in cursor.fetchall()]
        cursor.execute("DELETE FROM search_searchdocument WHERE id = ANY(%s)", [[document.pk for document in gone]])
    repack(before=gone, after=[])
    return len(gone)


def blocks() -> list[int]:
    """The blocks that documents or postings stand in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT id >> %s FROM search_searchdocument UNION SELECT DISTINCT block FROM search_posting",
            [SLOT_BITS],
        )
        return sorted(block for (block,) in cursor.fetchall())


def mend_block(block: int) -> int:
    """Compare where words stand with the documents of a block; gives how many words had to be put right."""
    with binary_cursor() as cursor:
        ends = [block << SLOT_BITS, (block + 1) << SLOT_BITS]
        cursor.execute(f"{_INDEXED} WHERE id >= %s AND id < %s", ends)
        return put_right(block, [_indexed(*row[:7]) for row in cursor.fetchall()])


def _row(origin: str, document: Document) -> dict[str, object]:
    return {
        "key": document.key,
        "origin": origin,
        "url": document.url,
        "context": readable(document.context)[:300],
        "language": document.language,
        "title": readable(document.title)[:500],
        "summary": readable(document.summary),
        "body": readable(document.body)[:LONGEST_BODY],
        "date": document.date and document.date.isoformat(),
        "year": document.date.year if document.date else document.year,
        "policy_areas": document.policy_areas,
        "stages": document.stages,
        "steps": document.steps,
        "topics": document.topics,
        "countries": document.countries,
        "fingerprint": fingerprint(document),
    }


def _indexed(
    pk: int, vector: bytes, kind: str, areas: list[str], stages: list[str], countries: list[str], year: int | None
) -> Indexed:
    several = {"area": areas, "stage": stages, "country": countries}
    facets = [(name, value) for name, values in several.items() for value in values]
    return Indexed(pk, [("kind", kind), *facets, *([("year", str(year))] if year else [])], bytes(vector))


def _learn(words: set[str]) -> None:
    """Keep words to offer as corrections, those that are not known yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM search_word WHERE word = ANY(%s)", [list(words)])
        new = sorted(words - {word for (word,) in cursor.fetchall()})
        rows = [{"word": word, "to_stem": to_stem(word), "shortened": one_letter_less(word)} for word in new]
        cursor.execute(_WORDS, [json.dumps(rows)])
