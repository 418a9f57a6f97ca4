"""Asking the index."""

from collections import defaultdict
from math import ceil
from time import monotonic

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from golab.search.asking import Question, understand
from golab.search.cursors import ran_out_of_time, results_of
from golab.search.matching import TookTooLong
from golab.search.models import SearchDocument
from golab.search.ranking import FACETS, FIRST_OF_A_KIND, Ranking, rank
from golab.search.results import Facet, Filters, Group, Hit, Option, Results
from golab.search.sources import all_sources
from golab.search.text import LONGEST_QUESTION, readable

LONGEST_SEARCH = 1.0  # seconds that an answer may take, whatever was asked
TO_SHOW = 0.1  # of these, kept for showing what was found
SHORTEST = 0.05  # what a statement is given in any case
FARTHEST_PAGE = 500
START, END = "\x02", "\x03"  # no document has control characters, see golab.search.text.readable
EXTRACT_FROM = 60_000  # characters of a body in which a place is looked for
LONGEST_EXTRACT = 50  # words; those of bodies are shorter
WINDOW, BEFORE = 520, 160  # characters of a longer body that are read closely, and of these before what was found

_MARKED = f"""ts_headline('golab_english', %s, marks, '%s, StartSel="{START}", StopSel="{END}"')"""
# Whether summary (c) or body (d) has a word is read from the stored vector: parsing the texts again costs far more.
# Of a long body only the window is parsed in which most of the words begin.
_HITS = f"""
    SELECT id, kind, key, url, title, context, summary, date,
           {_MARKED % ("title", "HighlightAll=true")},
           CASE
               WHEN ts_filter(vector, '{{c}}') @@ marks THEN {_MARKED % ("summary", "HighlightAll=true")}
               WHEN ts_filter(vector, '{{d}}') @@ marks
               THEN '… ' || {_MARKED % ("coalesce(part, left(body, %(extract_from)s))", "MaxWords=34, MinWords=18")}
                    || ' …'
               WHEN summary <> '' THEN summary
               ELSE left(body, 200)
           END
    FROM search_searchdocument
    CROSS JOIN (SELECT %(marks)s::tsquery AS marks) AS asked
    LEFT JOIN LATERAL (
        WITH small AS MATERIALIZED (
            SELECT lower(left(body, %(extract_from)s)) AS letters WHERE length(body) > {WINDOW}
        ), found AS MATERIALIZED (
            SELECT strpos(letters, ' ' || beginning) AS place
            FROM small, unnest(%(beginnings)s::text[]) AS beginning
        )
        SELECT substr(body, greatest(place - {BEFORE}, 1), {WINDOW}) AS part FROM found AS start
        WHERE place > 0
        ORDER BY (SELECT count(*) FROM found WHERE place BETWEEN start.place AND start.place + {WINDOW - BEFORE}) DESC,
                 place
        LIMIT 1
    ) AS near ON true
    WHERE id = ANY(%(pks)s)
"""  # noqa: S608 (only constants of this module are put in)
_FACET_LABELS = {"kind": "Kind", "area": "Policy area", "stage": "Journey stage", "country": "Country", "year": "Year"}
Labels = dict[tuple[str, str], tuple[str, str]]  # facet and value to label and what it is ordered by
# Terms by their names; stages in the order of the journey.
_LABELS = """
    SELECT 'area', slug, name, name FROM taxonomy_policyarea WHERE slug = ANY(%(areas)s)
    UNION ALL
    SELECT 'stage', slug, name, lpad(sort_order::text, 6, '0') FROM taxonomy_stage WHERE slug = ANY(%(stages)s)
    UNION ALL SELECT 'country', code, name, name FROM taxonomy_country WHERE code = ANY(%(countries)s)
"""


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
            results = _answer(cursor, text, filters, page, per_page, grouped)
            transaction.set_rollback(True)  # nothing was written, and the limit ends here
            return results
    except TookTooLong:
        return Results(text=text, took_too_long=True)
    except OperationalError as error:
        if not ran_out_of_time(error):
            raise
        return Results(text=text, took_too_long=True)


def find_keys(text: str, *, limit: int) -> list[str]:
    """The keys of the first hits alone, for those who measure: what `find` would list."""
    with transaction.atomic(), connection.cursor() as cursor:
        question = _question(cursor, readable(text[:LONGEST_QUESTION]), until=monotonic() + 60)
        pks = rank(question, Filters(), boxed=[], offset=0, limit=limit, grouped=False).pks
        transaction.set_rollback(True)
    keys = dict(SearchDocument.objects.filter(pk__in=pks).values_list("pk", "key"))
    return [keys[pk] for pk in pks]


def meant(text: str) -> str:
    """What was probably meant by words of which one is nowhere on the hub but a near one is; empty otherwise.

    One query: the limit is set and lifted in the statement itself, which is not for a transaction that goes on."""
    limit = f"SET statement_timeout = {round(LONGEST_SEARCH * 500)}; SET jit = off;"
    try:
        with connection.cursor() as cursor:
            text = readable(text[:LONGEST_QUESTION])
            return understand(cursor, text, before=limit, after="RESET statement_timeout; RESET jit").mended
    except OperationalError as error:
        if not ran_out_of_time(error):
            raise
        return ""


def _answer(cursor: CursorWrapper, text: str, filters: Filters, page: int, per_page: int, grouped: bool) -> Results:
    until = monotonic() + LONGEST_SEARCH - TO_SHOW
    question = _question(cursor, text, until=until)
    if not question.terms and not question.phrases:
        return Results(text=text)
    boxed = [source.kind for source in all_sources() if source.may_be_exact]
    offset = (page - 1) * per_page
    ranking = rank(question, filters, boxed=boxed, offset=offset, limit=per_page, grouped=grouped, until=until)
    left = max(until - monotonic(), 0) + TO_SHOW
    hits, labels = _shown(cursor, question, ranking, seconds=left)
    exact = hits.get(ranking.exact) if page == 1 else None
    listed = [hits[pk] for pk in ranking.pks if pk in hits]
    return Results(
        text=question.text,
        hits=listed,
        total=ranking.total,
        page=page,
        pages=max(1, ceil(ranking.total / per_page)),
        groups=_groups(listed, exact, ranking) if grouped else [],
        facets=_facets(ranking, filters, labels),
        corrected=question.text if question.text != text else "",
        synonyms_used=question.synonyms_used,
        exact=exact,
    )


def _question(cursor: CursorWrapper, text: str, *, until: float) -> Question:
    """Read a question, and where it is mended, what was probably meant."""
    question = _understand(cursor, text, until=until)
    return _understand(cursor, question.mended, until=until) if question.mended else question


def _limit(seconds: float) -> str:
    """A statement that limits those after it. Compiling statements at run time costs more than these take."""
    return f"SET LOCAL statement_timeout = {round(seconds * 1000)}; SET LOCAL jit = off;"


def _understand(cursor: CursorWrapper, text: str, *, until: float) -> Question:
    """Read a question in half of the time that is left; the statement after it, for the index, has the other half."""
    limit = _limit(max((until - monotonic()) / 2, SHORTEST))
    return understand(cursor, text, before=limit, after=limit)


def _shown(
    cursor: CursorWrapper, question: Question, ranking: Ranking, *, seconds: float
) -> tuple[dict[int, Hit], Labels]:
    """The documents of this page by primary key, with marks, and the labels of facets: one errand for both."""
    pks = [*ranking.pks, *([ranking.exact] if ranking.exact else [])]
    asked = {"marks": question.marks, "beginnings": question.beginnings, "pks": pks, "extract_from": EXTRACT_FROM}
    asked |= {FACETS[name]: [*ranking.counts[name]] for name in ("area", "stage", "country")}
    cursor.execute(f"{_limit(seconds)} {_HITS}; {_LABELS}", asked)
    rows, named = results_of(cursor)
    hits = {
        pk: Hit(kind, key, url, plain, context, summary, _marked(title), _marked(_shortened(extract)), day)
        for pk, kind, key, url, plain, context, summary, day, title, extract in rows
    }
    return hits, {(facet, value): (label, order) for facet, value, label, order in named}


def _shortened(text: str) -> str:
    """At most LONGEST_EXTRACT words, before anything is markup: to parse that again for each hit costs far more."""
    words = text.split(maxsplit=LONGEST_EXTRACT)
    if len(words) <= LONGEST_EXTRACT:
        return text
    kept = " ".join(words[:LONGEST_EXTRACT])
    return f"{kept}{END if kept.count(START) > kept.count(END) else ''} …"


def _marked(text: str) -> SafeString:
    """Escaped first; then the places that PostgreSQL found become <mark>."""
    marked = escape(text).replace(START, "<mark>").replace(END, "</mark>")
    return mark_safe(marked)  # noqa: S308 (escaped in the line above)


def _groups(hits: list[Hit], exact: Hit | None, ranking: Ranking) -> list[Group]:
    """In the order of the sources, each with its first hits."""
    by_kind = defaultdict(list)
    for hit in hits:
        by_kind[hit.kind] += [hit] if hit is not exact else []
    return [
        Group(source.kind, source.label, ranking.counts["kind"][source.kind], by_kind[source.kind][:FIRST_OF_A_KIND])
        for source in all_sources()
        if source.kind in by_kind
    ]


def _facets(ranking: Ranking, filters: Filters, labels: Labels) -> list[Facet]:
    facets = []
    for name, label in _FACET_LABELS.items():
        chosen = tuple(map(str, getattr(filters, FACETS[name])))
        if options := _options(name, ranking.counts[name], chosen, labels):
            facets.append(Facet(name, label, options))
    return facets


def _options(name: str, counts: dict[str, int], chosen: tuple[str, ...], labels: Labels) -> list[Option]:
    """Kinds in the order of their groups, with those that have none; other values by label, chosen ones always."""
    if name == "kind":
        named = {source.kind: source.label for source in all_sources()}
    elif name == "year":
        named = {year: year for year in sorted(counts, reverse=True)}
    else:
        known = {value: labels.get((name, value), (value, value)) for value in counts}
        named = {value: label for value, (label, _) in sorted(known.items(), key=lambda item: (item[1][1], item[0]))}
    named |= {value: value for value in chosen if value not in named}
    return [Option(value, label, counts.get(value, 0), value in chosen) for value, label in named.items()]
