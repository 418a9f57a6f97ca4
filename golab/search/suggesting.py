"""Titles that go with what has been typed so far, and those close to what was typed wrong.

Whoever types waits for nothing: candidates are taken from indexes up to a limit, so that a common word costs no more
than a rare one, and the best of them are chosen here.
"""

import re
from collections.abc import Iterable

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import Expression, F, Func, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Upper

from golab.search.cursors import ran_out_of_time
from golab.search.models import SearchDocument
from golab.search.sources import all_sources, name_of
from golab.search.text import words_of

MOST = 8
MOST_WORDS = 8
MOST_COMMON = 250  # titles that the search page offers to browsers without JavaScript
MOST_LOOKED_AT = 300  # candidates of each sort
FEWEST_LETTERS = 2
CLOSE = 0.45  # word similarity of pg_trgm that still means the same: "rate crads" and "Rate card" have 0.5
_LIMITS = "SET LOCAL statement_timeout = '500ms'; SET LOCAL jit = off"
_PART = "|"  # no stem has it
_COLUMNS = ("title", "url", "kind", "fit")

Suggestion = dict[str, str]  # title, url, kind
Row = tuple[str, str, str, int]


def suggest(text: str) -> list[Suggestion]:
    """Documents with every word typed at the start of a word of their title, or of that name; where there are none,
    those whose title is close. At most MOST, those whose title begins so first; none for what took too long."""
    words = words_of(text)[:MOST_WORDS]
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LIMITS)
            return _best(_beginning(words)) or _best(_close(" ".join(words)))
    except OperationalError as error:
        if not ran_out_of_time(error):
            raise
        return []


def common_titles() -> list[str]:
    """Titles that are words to search by, for a browser to offer."""
    titles = _vocabulary().order_by("title", "pk").values_list("title", flat=True)
    return list(titles[:MOST_COMMON])


def _vocabulary() -> QuerySet:
    return SearchDocument.objects.filter(kind__in=[source.kind for source in all_sources() if source.is_vocabulary])


def _beginning(words: list[str]) -> QuerySet:
    """The title begins with what was typed; each word begins one of the title; all are the title or another name in
    any of its forms; or they begin another name of a word to search by."""
    typed, in_title = " ".join(words), Q()
    for word in words:
        # An index finds the letters; the sign is PostgreSQL's for the start of a word.
        in_title &= Q(title__icontains=word) & Q(title__iregex=rf"\m{re.escape(word)}")
    stems = Func(Value(typed), function="golab_stems", output_field=TextField())
    everything = SearchDocument.objects.all()
    ways = [
        everything.filter(title__istartswith=typed),
        everything.filter(in_title),
        everything.filter(title_stems__contains=[stems]),
        _begins_a_name(_vocabulary(), stems),
    ]
    first, *others = (_candidates(way, Value(fit, IntegerField())) for fit, way in enumerate(ways))
    return first.union(*others)


def _begins_a_name(documents: QuerySet, stems: Func) -> QuerySet:
    """Those with a name that begins with these stems; none where only small words are left of what was typed."""
    joined = Func(F("title_stems"), Value(_PART), function="array_to_string", output_field=TextField())
    names = Concat(Value(_PART), joined, output_field=TextField())
    return documents.annotate(names=names, stems=stems).filter(
        ~Q(stems=""), names__contains=Concat(Value(_PART), stems, output_field=TextField())
    )


def _close(typed: str) -> QuerySet:
    """Words to search by that are spelt nearly so; among all documents this would take too long."""
    likeness = TrigramWordSimilarity(typed.upper(), Upper("title"))
    near = _vocabulary().annotate(likeness=likeness).filter(likeness__gte=CLOSE).order_by("-likeness", "pk")
    return _candidates(near, Cast((1 - F("likeness")) * 100, IntegerField()))[:MOST]


def _candidates(documents: QuerySet, fit: Expression) -> QuerySet:
    """The fewer `fit` says, the better it fits."""
    return documents.annotate(fit=fit).values_list(*_COLUMNS)[:MOST_LOOKED_AT]


def _best(rows: Iterable[Row]) -> list[Suggestion]:
    """Each address once, by how well it fits; short titles first."""
    ordered = sorted(rows, key=lambda row: (row[3], len(row[0]), row[0], row[1]))
    once: dict[str, Suggestion] = {}
    for title, url, kind, _ in ordered:
        once.setdefault(url, {"title": title, "url": url, "kind": name_of(kind)})
    return list(once.values())[:MOST]
