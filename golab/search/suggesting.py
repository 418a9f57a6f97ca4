"""Titles that go with what has been typed so far, and those close to what was typed wrong."""

import re

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import OperationalError, connection, transaction
from django.db.models import Case, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length, Upper

from golab.search.models import SearchDocument
from golab.search.sources import all_sources, source_of
from golab.search.text import words_of

MOST = 8
MOST_WORDS = 8
MOST_COMMON = 250  # titles that the search page offers to browsers without JavaScript
FEWEST_LETTERS = 2
LONGEST_SUGGESTING = "500ms"  # what one statement may take: whoever types does not wait
CLOSE = 0.45  # word similarity of pg_trgm that still means the same: "rate crads" and "Rate card" have 0.5
_LIMITS = f"SET LOCAL statement_timeout = '{LONGEST_SUGGESTING}'; SET LOCAL pg_trgm.word_similarity_threshold = {CLOSE}"
# How well a title goes with what was typed.
TITLE_BEGINS, WORDS_BEGIN, IS_NAME, CLOSE_ONLY = range(4)
_QUERY_CANCELED = "57014"

Suggestion = dict[str, str]  # title, url, kind


def suggest(text: str) -> list[Suggestion]:
    """Documents with every word typed at the start of a word of their title, or of that name; where there are none,
    those whose title is close. At most MOST, those whose title begins so first; none for what took too long."""
    words = words_of(text)[:MOST_WORDS]
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_LIMITS)
            rows = list(_fitting(words).values_list("title", "url", "kind", "begins")[:MOST])
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _QUERY_CANCELED:
            raise
        return []
    fits_best = min((begins for *_, begins in rows), default=CLOSE_ONLY) == CLOSE_ONLY
    return [
        {"title": title, "url": url, "kind": _name_of(kind)}
        for title, url, kind, begins in rows
        if fits_best or begins != CLOSE_ONLY
    ]


def common_titles() -> list[str]:
    """Titles that are words to search by, for a browser to offer."""
    kinds = [source.kind for source in all_sources() if source.is_vocabulary]
    titles = SearchDocument.objects.filter(kind__in=kinds).order_by("title", "pk").values_list("title", flat=True)
    return list(titles[:MOST_COMMON])


def _fitting(words: list[str]) -> QuerySet:
    """Each word begins a word of the title; or all are the title or another name in one of its forms; or the title
    is close."""
    typed = " ".join(words)
    in_title = Q()
    for word in words:
        # An index finds the letters; the sign is PostgreSQL's for the start of a word.
        in_title &= Q(title__icontains=word) & Q(title__iregex=rf"\m{re.escape(word)}")
    is_name = Q(title_stems__contains=[Func(Value(typed), function="golab_stems")])
    begins = Case(
        When(Q(title__istartswith=words[0]) & in_title, then=Value(TITLE_BEGINS)),
        When(in_title, then=Value(WORDS_BEGIN)),
        When(is_name, then=Value(IS_NAME)),
        default=Value(CLOSE_ONLY),
        output_field=IntegerField(),
    )
    documents = SearchDocument.objects.annotate(upper=Upper("title"), begins=begins).filter(
        in_title | is_name | Q(upper__trigram_word_similar=typed.upper())
    )
    likeness = Case(When(begins=CLOSE_ONLY, then=TrigramWordSimilarity(typed.upper(), "upper")), default=Value(1.0))
    return documents.order_by("begins", likeness.desc(), Length("title"), "title", "pk")


def _name_of(kind: str) -> str:
    source = source_of(kind)
    return source.name if source else kind
