"""Writing documents: the row, its vector, its postings and its words, always together."""

import json
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256

from django.contrib.postgres.search import CombinedSearchVector, SearchVector
from django.db import connection
from django.db.models import Value

from golab.search.models import SearchDocument
from golab.search.sources import Document
from golab.search.text import LONGEST_BODY, as_words, distinct_words, one_letter_less, readable

CONFIGURATION = "golab_english"
# How much a word counts by where it stands: title, other names, summary, body.
WEIGHT = {"A": 4.0, "B": 3.0, "C": 2.0, "D": 1.0}

_POSTINGS = """
    INSERT INTO search_posting (document_id, term, frequency, length)
    SELECT id, lexeme, frequency, sum(frequency) OVER (PARTITION BY id)
    FROM (
        SELECT document.id, stem.lexeme,
               (SELECT sum(CASE weight WHEN 'A' THEN %s WHEN 'B' THEN %s WHEN 'C' THEN %s ELSE %s END)
                FROM unnest(stem.weights) AS weight) AS frequency
        FROM search_searchdocument AS document, unnest(document.vector) AS stem
        WHERE document.id = ANY(%s)
    ) AS counted
"""
_MEASURES = """
    UPDATE search_searchdocument AS document
    SET length = coalesce((SELECT sum(frequency) FROM search_posting WHERE document_id = document.id), 0),
        title_stems = ARRAY(SELECT DISTINCT golab_stems(name) FROM unnest(given.names) AS name)
    FROM (SELECT (row->>'id')::bigint AS id, ARRAY(SELECT jsonb_array_elements_text(row->'names')) AS names
          FROM jsonb_array_elements(%s::jsonb) AS row) AS given
    WHERE document.id = given.id
"""
_WORDS = """
    INSERT INTO search_word (word, term, shortened)
    SELECT given.word, stem.lexeme, given.shortened
    FROM (SELECT row->>'word' AS word, ARRAY(SELECT jsonb_array_elements_text(row->'shortened')) AS shortened
          FROM jsonb_array_elements(%s::jsonb) AS row ORDER BY 1) AS given,
         unnest(to_tsvector('golab_english', given.word)) AS stem
    ON CONFLICT (word) DO NOTHING
"""


def fingerprint(document: Document) -> str:
    """The same for documents that say the same."""
    told = json.dumps(asdict(document), default=str, sort_keys=True)
    return sha256(told.encode("utf-8", "replace")).hexdigest()


def write(kind: str, documents: dict[str, Document], *, now: datetime) -> None:
    """Write documents of one kind, by where each was made from. The caller holds the turn and the transaction.

    A thing whose key changed takes its document along.
    """
    if not documents:
        return
    by_key = {document.key: document for document in documents.values()}
    SearchDocument.objects.filter(kind=kind, origin__in=documents).exclude(key__in=by_key).delete()
    rows = SearchDocument.objects.bulk_create(
        [_row(kind, origin, document, now) for origin, document in documents.items()],
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=[field.name for field in SearchDocument._meta.fields if field.name not in ("id", "kind", "key")],
    )
    with connection.cursor() as cursor:
        pks = [row.pk for row in rows]
        cursor.execute("DELETE FROM search_posting WHERE document_id = ANY(%s)", [pks])
        cursor.execute(_POSTINGS, [*WEIGHT.values(), pks])
        cursor.execute(_MEASURES, [json.dumps([_names(row.pk, by_key[row.key]) for row in rows])])
        cursor.execute(_WORDS, [json.dumps(_new_words(by_key.values()))])


def _row(kind: str, origin: str, document: Document, now: datetime) -> SearchDocument:
    return SearchDocument(
        kind=kind,
        key=document.key,
        origin=origin,
        url=document.url,
        context=readable(document.context)[:300],
        language=document.language,
        title=readable(document.title)[:500],
        summary=readable(document.summary),
        body=readable(document.body)[:LONGEST_BODY],
        date=document.date,
        year=document.date.year if document.date else document.year,
        policy_areas=list(document.policy_areas),
        stages=list(document.stages),
        topics=list(document.topics),
        countries=list(document.countries),
        vector=_vector(document),
        title_stems=[],
        fingerprint=fingerprint(document),
        indexed_at=now,
    )


def _vector(document: Document) -> CombinedSearchVector:
    """The words of all fields, each field with its weight."""
    texts = {"A": document.title, "B": " . ".join(document.names), "C": document.summary, "D": document.body}
    title, names, summary, body = (
        SearchVector(Value(as_words(text[:LONGEST_BODY])), config=CONFIGURATION, weight=weight)
        for weight, text in texts.items()
    )
    return title + names + summary + body


def _names(pk: int, document: Document) -> dict[str, object]:
    return {"id": pk, "names": [as_words(name) for name in (document.title, *document.names)]}


def _new_words(documents) -> list[dict[str, object]]:
    texts = (text for each in documents for text in (each.title, *each.names, each.summary, each.body[:LONGEST_BODY]))
    found = set().union(*(distinct_words(as_words(text)) for text in texts))
    return [{"word": word, "shortened": one_letter_less(word)} for word in sorted(found)]
