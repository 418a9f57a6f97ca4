"""Asking the index."""

from collections import defaultdict
from math import ceil

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from golab.search.asking import Question, understand
from golab.search.ranking import FIRST_OF_A_KIND, Ranking, rank
from golab.search.results import Facet, Filters, Group, Hit, Option, Results
from golab.search.sources import all_sources
from golab.search.text import LONGEST_QUESTION, readable

LONGEST_SEARCH = "1s"  # what one statement may take, whatever was asked
# Compiling a statement at run time costs more than these statements take.
_LIMITS = f"SET LOCAL statement_timeout = '{LONGEST_SEARCH}'; SET LOCAL jit = off"
FARTHEST_PAGE = 500
START, END = "\x02", "\x03"  # no document has control characters, see golab.search.text.readable
EXTRACT_FROM = 60_000  # characters of the body in which a place is looked for

# Whether summary (c) or body (d) has a word is read from the stored vector: parsing the texts again costs far more.
_HITS = f"""
    SELECT id, kind, key, url, title, context, summary, date,
           ts_headline('golab_english', title, marks, 'HighlightAll=true, StartSel="{START}", StopSel="{END}"'),
           CASE
               WHEN ts_filter(vector, '{{c}}') @@ marks
               THEN ts_headline('golab_english', summary, marks,
                                'HighlightAll=true, StartSel="{START}", StopSel="{END}"')
               WHEN ts_filter(vector, '{{d}}') @@ marks
                    AND (length(body) <= {EXTRACT_FROM}
                         OR to_tsvector('golab_english', left(body, {EXTRACT_FROM})) @@ marks)
               THEN '… ' || ts_headline('golab_english', left(body, {EXTRACT_FROM}), marks,
                                'MaxWords=34, MinWords=18, StartSel="{START}", StopSel="{END}"') || ' …'
               WHEN summary <> '' THEN summary
               ELSE left(body, 200)
           END
    FROM search_searchdocument, (SELECT %s::tsquery AS marks) AS asked
    WHERE id = ANY(%s)
"""  # noqa: S608 (only constants of this module are put in)
_FACET_LABELS = {"kind": "Kind", "area": "Policy area", "stage": "Journey stage", "country": "Country", "year": "Year"}


def find(
    text: str, filters: Filters | None = None, page: int = 1, *, per_page: int = 20, grouped: bool = False
) -> Results:
    """Answer any text. Never an error: what takes longer than LONGEST_SEARCH comes back as `took_too_long`.

    `page` counts from 1. `grouped` gives the first few hits of each kind instead of a page of hits.
    """
    text, filters = readable(text[:LONGEST_QUESTION]), filters or Filters()
    page = min(max(page, 1), FARTHEST_PAGE)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LIMITS)
            results = _answer(cursor, text, filters, page, per_page, grouped)
            transaction.set_rollback(True)  # nothing was written, and the limit ends here
            return results
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != "57014":  # query_canceled
            raise
        return Results(text=text, took_too_long=True)


def _answer(cursor: CursorWrapper, text: str, filters: Filters, page: int, per_page: int, grouped: bool) -> Results:
    question = understand(cursor, text)
    corrected = question.mended
    if corrected:
        question = understand(cursor, corrected)
    if not question.terms and not question.phrases:
        return Results(text=text)
    sources = all_sources()
    boxed = [source.kind for source in sources if source.may_be_exact]
    ranking = rank(
        cursor, question, filters, boxed=boxed, offset=(page - 1) * per_page, limit=per_page, grouped=grouped
    )
    hits = _hits(cursor, question, ranking)
    exact = hits.get(ranking.exact) if page == 1 else None
    listed = [hits[pk] for pk in ranking.pks if pk in hits]
    return Results(
        text=corrected or text,
        hits=listed,
        total=ranking.total,
        page=page,
        pages=max(1, ceil(ranking.total / per_page)),
        groups=_groups(listed, exact, ranking) if grouped else [],
        facets=_facets(ranking, filters),
        corrected=corrected,
        synonyms_used=question.synonyms_used,
        exact=exact,
    )


def _hits(cursor: CursorWrapper, question: Question, ranking: Ranking) -> dict[int, Hit]:
    """The documents of this page, by primary key, with marks: made for the rows shown and no others."""
    pks = [*ranking.pks, *([ranking.exact] if ranking.exact else [])]
    if not pks:
        return {}
    cursor.execute(_HITS, [question.marks, pks])
    return {
        pk: Hit(kind, key, url, plain, context, summary, _marked(title), _marked(extract), day)
        for pk, kind, key, url, plain, context, summary, day, title, extract in cursor.fetchall()
    }


def _marked(text: str) -> SafeString:
    """Escaped first; then the places that PostgreSQL found become <mark>."""
    marked = escape(text).replace(START, "<mark>").replace(END, "</mark>")
    return mark_safe(marked)  # noqa: S308 (escaped in the line above)


def _groups(hits: list[Hit], exact: Hit | None, ranking: Ranking) -> list[Group]:
    """In the order of the sources, each with its first hits."""
    by_kind = defaultdict(list)
    for hit in hits:
        by_kind[hit.kind] += [hit] if hit is not exact else []
    totals = {value: number for value, _, number in ranking.counts["kind"]}
    return [
        Group(source.kind, source.label, totals[source.kind], by_kind[source.kind][:FIRST_OF_A_KIND])
        for source in all_sources()
        if source.kind in by_kind
    ]


def _facets(ranking: Ranking, filters: Filters) -> list[Facet]:
    chosen = {
        "kind": filters.kinds,
        "area": filters.areas,
        "stage": filters.stages,
        "country": filters.countries,
        "year": tuple(map(str, filters.years)),
    }
    options = {name: _options(name, rows, chosen[name]) for name, rows in ranking.counts.items()}
    return [Facet(name, label, options[name]) for name, label in _FACET_LABELS.items() if options[name]]


def _options(name: str, rows: list[tuple[str, str | None, int]], chosen: tuple[str, ...]) -> list[Option]:
    """Kinds in the order of their groups, with those that have none; other values by label, chosen ones always."""
    counts = {value: number for value, _, number in rows}
    if name == "kind":
        labels = {source.kind: source.label for source in all_sources()}
    else:
        labels = {value: label or value for value, label, _ in sorted(rows, key=_by_label, reverse=name == "year")}
    labels |= {value: value for value in chosen if value not in labels}
    tidy = (lambda label: label.lstrip("0123456789")) if name == "stage" else str
    return [Option(value, tidy(label), counts.get(value, 0), value in chosen) for value, label in labels.items()]


def _by_label(row: tuple[str, str | None, int]) -> str:
    return row[1] or row[0]
