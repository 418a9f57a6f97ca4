"""What is like a document, by its words: "more like this"."""

from collections.abc import Sequence

from django.db import connection
from django.utils.html import escape

from golab.search.packing import LENGTH, SLOT_BITS
from golab.search.results import Hit

TELLING_WORDS = 25  # of the document, those that say most about it: more cost time and change little
MOST_BYTES = 80_000  # of places that are read, of the rarest of these words on
# A word tells by how rare it is and how often it stands in the document, which counts less each time, as it does in
# the other documents. Places are unpacked here (see golab.search.packing), so that a page has its list in one query;
# `substr` reads each row once, where `get_byte` would at every place.
_ALIKE = f"""
    WITH this AS (
        SELECT id, vector FROM search_searchdocument WHERE kind = %(kind)s AND key = %(key)s
    ), corpus AS (
        SELECT sum(octet_length(places))::float8 AS size FROM search_posting WHERE term = '{LENGTH}'
    ), known AS (
        SELECT term, sum(octet_length(places)) AS size
        FROM search_posting WHERE term IN (SELECT lexeme FROM this, unnest(vector)) GROUP BY term
    ), telling AS (
        SELECT term, known.size,
               ln(1 + corpus.size / known.size) * cardinality(positions) / (cardinality(positions) + 1) AS weight
        FROM this, unnest(vector) JOIN known ON term = lexeme, corpus
        ORDER BY weight DESC, term LIMIT %(words)s
    ), chosen AS (
        SELECT term, weight, sum(size) OVER (ORDER BY size, term) AS total FROM telling
    ), read AS MATERIALIZED (
        SELECT term, weight, block, substr(places, 1) AS places
        FROM chosen JOIN search_posting USING (term) WHERE total <= %(most)s
    ), counted AS (
        SELECT term, weight,
               (block << {SLOT_BITS}) + get_byte(places, place) * 256 + get_byte(places, place + 1) AS id,
               sum((get_byte(places, place + 2) >> 6) + 1) AS frequency
        FROM read, generate_series(0, octet_length(places) - 4, 4) AS place
        GROUP BY 1, 2, 3
    ), scored AS (
        SELECT id, sum(weight * frequency / (frequency + 2.0)) AS score
        FROM counted WHERE id NOT IN (SELECT id FROM this) GROUP BY id
    )
    SELECT kind, key, url, title, context, summary, date
    FROM scored JOIN search_searchdocument USING (id)
    WHERE %(kinds)s::text[] = '{{}}' OR kind = ANY(%(kinds)s)
    ORDER BY score DESC, id
    LIMIT %(limit)s
"""  # noqa: S608 (only constants of the package are put in)


def similar(*, kind: str, key: str, kinds: Sequence[str] = (), limit: int = 4) -> list[Hit]:
    """The documents whose words are most like those of this one, the most alike first, without itself.

    `kinds` are those to choose from: all, where none is named. Empty where the document is not in the index or
    nothing shares a word with it. One query.
    """
    asked = {"kind": kind, "key": key, "kinds": list(kinds), "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, asked | {"words": TELLING_WORDS, "most": MOST_BYTES})
        return [
            Hit(kind, key, url, title, context, summary, escape(title), escape(summary), date)
            for kind, key, url, title, context, summary, date in cursor.fetchall()
        ]
