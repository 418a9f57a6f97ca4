"""What is like a document, by its words: "more like this"."""

from collections.abc import Sequence

import numpy as np
from django.utils.html import escape

from golab.search.corpus import NOBODY
from golab.search.matching import fetch_chosen
from golab.search.models import SearchDocument
from golab.search.packing import LENGTH
from golab.search.ranking import first_of, score
from golab.search.results import Hit

TELLING_WORDS = 25  # of the document, those that say most about it: more cost time and change little
# A word tells by how rare it is and how often it stands in the document, which counts less each time.
_TELLING = """
    WITH this AS (
        SELECT id, vector FROM search_searchdocument WHERE kind = %(kind)s AND key = %(key)s
    ), corpus AS (
        SELECT sum(octet_length(places)) AS size FROM search_posting WHERE term = %(length)s
    ), known AS (
        SELECT term, sum(octet_length(places)) AS size FROM search_posting
        WHERE term IN (SELECT lexeme FROM this, unnest(vector)) GROUP BY term
    )
    SELECT lexeme AS term,
           ln(1 + corpus.size::float8 / known.size) * cardinality(positions) / (cardinality(positions) + 1) AS weight
    FROM this, unnest(vector), known, corpus
    WHERE known.term = lexeme
    ORDER BY weight DESC, term
    LIMIT %(words)s
"""


def similar(*, kind: str, key: str, kinds: Sequence[str] = (), limit: int = 4) -> list[Hit]:
    """The documents whose words are most like those of this one, the most alike first, without itself.

    `kinds` are those to choose from: all, where none is named. Empty where the document is not in the index or
    nothing shares a word with it. Two queries.
    """
    asked = {"kind": kind, "key": key, "words": TELLING_WORDS, "length": LENGTH}
    matches = fetch_chosen(_TELLING, asked)
    corpus = matches.corpus
    points = score(matches, matches.asked, {})
    if kinds:
        points[~corpus.facets.get("kind", NOBODY).having(kinds, corpus.room)] = 0
    pks = corpus.keys(first_of(np.flatnonzero(points), points, limit + 1))
    alike = SearchDocument.objects.filter(pk__in=pks).exclude(kind=kind, key=key).defer("body", "vector")
    in_order = sorted(alike, key=lambda document: pks.index(document.pk))[:limit]
    return [_hit(document) for document in in_order]


def _hit(document: SearchDocument) -> Hit:
    return Hit(
        document.kind,
        document.key,
        document.url,
        document.title,
        document.context,
        document.summary,
        escape(document.title),
        escape(document.summary),
        document.date,
    )
