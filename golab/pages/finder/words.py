"""Words in a list: records with all of them; where there is none, records with some of them."""

import re
from collections.abc import Callable

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, Exists, F, FloatField, Model, Q, QuerySet, Value, When
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_WORD = re.compile(r"\w+")
MOST_WORDS = 20
# Divided by 1 + the logarithm of the length (1), for a long text holds more words without being more to the point,
# and brought below 1 (32).
SCALE = Value(1 | 32)
_START, _END = "\ue000", "\ue001"  # for private use: no text of ours holds them


def matching(queryset: QuerySet, words: str, *, vector: str, configuration: str) -> QuerySet:
    """The records whose `vector` holds `words` (a phrase in quotes and -word work), annotated with `relevance`.

    A record with all the words has a relevance of at least 1, one with only some of them less.
    """
    all_words = SearchQuery(words, config=configuration, search_type="websearch")
    has_all, has_some = Q(**{vector: all_words}), _any_of(words, configuration)
    if has_some is None:  # nothing but signs
        return queryset.annotate(relevance=Value(0.0)).none()
    anyone = queryset.order_by().filter(has_all)
    rank = SearchRank(F(vector), has_some, normalization=SCALE)
    return queryset.filter(has_all | (Q(**{vector: has_some}) & ~Exists(anyone))).annotate(
        relevance=rank + Case(When(has_all, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    )


def containing(queryset: QuerySet, words: str, fits: Callable[[str], Q]) -> QuerySet:
    """The records that fit each of `words`, for lists of names; each is as relevant as the next."""
    for word in words.split()[:MOST_WORDS]:
        queryset = queryset.filter(fits(word))
    return queryset.annotate(relevance=Value(1.0))


def with_marks(queryset: QuerySet, words: str, *fields: str, configuration: str) -> QuerySet:
    """With the places of `words` in these texts, for `marked`. Only for the records of one page: it costs."""
    query = _any_of(words, configuration)
    if query is None:
        return queryset
    found = {"config": configuration, "start_sel": _START, "stop_sel": _END, "highlight_all": True}
    return queryset.annotate(**{f"marked_{field}": SearchHeadline(field, query, **found) for field in fields})


def marked(record: Model, field: str) -> SafeString:
    """The text as HTML, with the words in <mark> where they were looked for."""
    text = getattr(record, f"marked_{field}", None) or getattr(record, field)
    escaped = escape(text).replace(_START, "<mark>").replace(_END, "</mark>")
    return mark_safe(escaped)  # noqa: S308 - escaped in the line above


def _any_of(words: str, configuration: str) -> SearchQuery | None:
    """Any of the words; nothing where there are only signs."""
    query = None
    for word in dict.fromkeys(_WORD.findall(words.lower())[:MOST_WORDS]):
        one = SearchQuery(word, config=configuration)
        query = one if query is None else query | one
    return query
