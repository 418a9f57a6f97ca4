"""What is like a document, by its words: "more like this"."""

from collections.abc import Sequence

from django.db import connection
from django.utils.html import escape

from golab.search.results import Hit

TELLING_WORDS = 25  # of the document, those that say most about it: more cost time and change little
_ALIKE = """
    WITH this AS (
        SELECT id FROM search_searchdocument WHERE kind = %(kind)s AND key = %(key)s
    ), corpus AS (
        SELECT count(*)::float8 AS size, greatest(avg(length), 1) AS mean_length FROM search_searchdocument
    ), weighed AS (
        SELECT term, ln(1 + (size - known.number + 0.5) / (known.number + 0.5)) AS idf,
               own.frequency / (own.frequency + 2) AS weight
        FROM search_posting AS own JOIN this ON document_id = this.id, corpus,
             LATERAL (SELECT count(*) AS number FROM search_posting WHERE term = own.term) AS known
        WHERE known.number > 1
    ), telling AS MATERIALIZED (
        SELECT term, idf, weight FROM weighed ORDER BY idf * weight DESC, term LIMIT %(words)s
    ), scored AS (
        SELECT document_id, sum(weight * idf * frequency / (frequency + 0.3 + 0.9 * length / mean_length)) AS score
        FROM telling JOIN search_posting USING (term), corpus
        GROUP BY document_id
    )
    SELECT kind, key, url, title, context, summary, date
    FROM scored JOIN search_searchdocument ON id = document_id
    WHERE id NOT IN (SELECT id FROM this) AND (%(kinds)s::text[] = '{}' OR kind = ANY(%(kinds)s))
    ORDER BY score DESC, id
    LIMIT %(limit)s
"""


def similar(*, kind: str, key: str, kinds: Sequence[str] = (), limit: int = 4) -> list[Hit]:
    """The documents whose words are most like those of this one, the most alike first, without itself.

    `kinds` are those to choose from: all, where none is named. Empty where the document is not in the index or
    nothing shares a word with it. One query.
    """
    with connection.cursor() as cursor:
        asked = {"kind": kind, "key": key, "kinds": list(kinds), "words": TELLING_WORDS, "limit": limit}
        cursor.execute(_ALIKE, asked)
        return [
            Hit(kind, key, url, title, context, summary, escape(title), escape(summary), date)
            for kind, key, url, title, context, summary, date in cursor.fetchall()
        ]
