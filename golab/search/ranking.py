"""The order of results: documents with all words first, then those with any, by BM25 over weighted fields.

Private to this package: callers know `golab.search.find`.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.backends.utils import CursorWrapper

from golab.search.asking import Question
from golab.search.results import Filters

SATURATION = 1.2  # BM25's k1
LENGTH = 0.75  # BM25's b
PHRASE_FREQUENCY = 2.0  # how often a synonym of several words counts where it stands at all
FIRST_OF_A_KIND = 2  # hits of each group, besides the exact one

# Each facet counts over what the other facets leave (OR within one, AND between them).
_FACETS = {
    "kind": ("kind", "in_area AND in_stage AND in_country AND in_year", "NULL"),
    "area": (
        "unnest(policy_areas)",
        "in_kind AND in_stage AND in_country AND in_year",
        "(SELECT name FROM taxonomy_policyarea WHERE slug = value)",
    ),
    "stage": (
        "unnest(stages)",
        "in_kind AND in_area AND in_country AND in_year",
        "(SELECT lpad(sort_order::text, 6, '0') || name FROM taxonomy_stage WHERE slug = value)",
    ),
    "country": (
        "unnest(countries)",
        "in_kind AND in_area AND in_stage AND in_year",
        "(SELECT name FROM taxonomy_country WHERE code = value)",
    ),
    "year": ("year::text", "in_kind AND in_area AND in_stage AND in_country", "NULL"),
}
_COUNTS = "".join(
    f"""
    UNION ALL SELECT '{name}', value, {label}, number
    FROM (SELECT {values} AS value, count(*) AS number FROM matched WHERE {others} GROUP BY 1) AS {name}_counts
    WHERE value IS NOT NULL"""  # noqa: S608 (nothing in it comes from outside)
    for name, (values, others, label) in _FACETS.items()
)
_RANK = f"""
    WITH asked AS MATERIALIZED (
        SELECT term, weight FROM unnest(%(terms)s::text[], %(weights)s::float8[]) AS given(term, weight)
    ), corpus AS MATERIALIZED (
        SELECT count(*)::float8 AS size, greatest(avg(length), 1) AS mean_length FROM search_searchdocument
    ), found AS MATERIALIZED (
        SELECT document_id, term, frequency, length, weight FROM asked JOIN search_posting USING (term)
        UNION ALL
        SELECT id, phrase, {PHRASE_FREQUENCY}, length, weight
        FROM unnest(%(phrases)s::text[], %(phrase_weights)s::float8[]) AS given(phrase, weight)
        JOIN search_searchdocument ON vector @@ phrase::tsquery
    ), rarity AS (
        SELECT term, ln(1 + (size - count(*) + 0.5) / (count(*) + 0.5)) AS idf FROM found, corpus GROUP BY term, size
    ), scored AS (
        SELECT document_id, sum(
            weight * idf * frequency * ({SATURATION} + 1)
            / (frequency + {SATURATION} * (1 - {LENGTH} + {LENGTH} * length / mean_length))
        ) AS score
        FROM found JOIN rarity USING (term), corpus
        GROUP BY document_id
    ), matched AS MATERIALIZED (
        SELECT id, kind, policy_areas, stages, countries, year, title_stems, score,
               vector @@ %(all_words)s::tsquery AS has_all,
               (%(kinds)s::text[] = '{{}}' OR kind = ANY(%(kinds)s)) AS in_kind,
               (%(areas)s::text[] = '{{}}' OR policy_areas && %(areas)s::varchar[]) AS in_area,
               (%(stages)s::text[] = '{{}}' OR stages && %(stages)s::varchar[]) AS in_stage,
               (%(countries)s::text[] = '{{}}' OR countries && %(countries)s::varchar[]) AS in_country,
               (%(years)s::int[] = '{{}}' OR coalesce(year = ANY(%(years)s), false)) AS in_year
        FROM scored JOIN search_searchdocument ON id = document_id
    ), results AS (
        SELECT id, kind, title_stems,
               row_number() OVER (ORDER BY has_all DESC, score DESC, id) AS place,
               row_number() OVER (PARTITION BY kind ORDER BY has_all DESC, score DESC, id) AS place_in_kind
        FROM matched WHERE in_kind AND in_area AND in_stage AND in_country AND in_year
    )
    SELECT 'hit', id::text, NULL, place FROM results
    WHERE CASE WHEN %(grouped)s THEN place_in_kind <= {FIRST_OF_A_KIND} + 1
               ELSE place > %(offset)s AND place <= %(offset)s + %(limit)s END
    UNION ALL SELECT 'exact', id::text, NULL, array_position(%(boxed)s::text[], kind::text) FROM results
    WHERE title_stems && ARRAY[%(title)s::text] AND kind = ANY(%(boxed)s)
    UNION ALL SELECT 'total', NULL, NULL, count(*) FROM results
    {_COUNTS}
"""  # noqa: S608 (only constants of this module are put in)


@dataclass
class Ranking:
    """Primary keys in order, their number, and counts: facet name to rows of (value, label or None, count)."""

    pks: list[int]
    exact: int | None
    total: int
    counts: dict[str, list[tuple[str, str | None, int]]] = field(default_factory=dict)


def rank(
    cursor: CursorWrapper,
    question: Question,
    filters: Filters,
    *,
    boxed: list[str],
    offset: int,
    limit: int,
    grouped: bool,
) -> Ranking:
    """Find and order documents, and count them, in one statement. `boxed` are the kinds that can be an exact hit."""
    cursor.execute(
        _RANK,
        {
            "terms": list(question.terms),
            "weights": list(question.terms.values()),
            "phrases": list(question.phrases),
            "phrase_weights": list(question.phrases.values()),
            "all_words": question.all_words,
            "title": question.title_stems,
            "kinds": list(filters.kinds),
            "areas": list(filters.areas),
            "stages": list(filters.stages),
            "countries": list(filters.countries),
            "years": list(filters.years),
            "boxed": boxed,
            "grouped": grouped,
            "offset": offset,
            "limit": limit,
        },
    )
    rows = defaultdict(list)
    for what, value, label, number in cursor.fetchall():
        rows[what].append((value, label, number))
    return Ranking(
        pks=[int(value) for value, _, _ in sorted(rows["hit"], key=lambda row: row[2])],
        exact=min(((number, int(value)) for value, _, number in rows["exact"]), default=(0, None))[1],
        total=rows["total"][0][2],
        counts={name: rows[name] for name in _FACETS},
    )
