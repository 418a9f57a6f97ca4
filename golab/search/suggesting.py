"""Titles that go with what has been typed so far."""

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from golab.search.models import SearchDocument
from golab.search.sources import source_of
from golab.search.text import words_of

MOST = 8
FEWEST_LETTERS = 2


def suggest(text: str) -> list[dict[str, str]]:
    """Title, address and kind of documents whose title has every word typed; titles that begin so come first."""
    words = words_of(text)[:8]
    if len("".join(words)) < FEWEST_LETTERS:
        return []
    has_all = Q()
    for word in words:
        has_all &= Q(title__icontains=word)
    begins = Case(When(title__istartswith=words[0], then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = (
        SearchDocument.objects.filter(has_all)
        .order_by(begins, Length("title"), "title", "pk")
        .values_list("title", "url", "kind")[:MOST]
    )
    return [{"title": title, "url": url, "kind": _name_of(kind)} for title, url, kind in rows]


def _name_of(kind: str) -> str:
    source = source_of(kind)
    return source.singular or source.label if source else kind
