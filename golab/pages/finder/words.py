"""Words in a list: records with all of them; where there is none, records with some of them."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Exists, F, FloatField, Q, QuerySet, Value, When

_WORD = re.compile(r"\w+")
MOST_WORDS = 20
# Divided by 1 + the logarithm of the length (1), for a long text holds more words without being more to the point,
# and brought below 1 (32).
SCALE = Value(1 | 32)


def matching(queryset: QuerySet, words: str, *, vector: str, configuration: str) -> QuerySet:
    """The records whose `vector` holds `words` (a phrase in quotes and -word work), annotated with `relevance`.

    A record with all the words has a relevance of at least 1, one with only some of them less.
    """
    all_words = SearchQuery(words, config=configuration, search_type="websearch")
    has_all, has_some = Q(**{vector: all_words}), None
    for word in dict.fromkeys(_WORD.findall(words.lower())[:MOST_WORDS]):
        query = SearchQuery(word, config=configuration)
        has_some = query if has_some is None else has_some | query
    if has_some is None:  # nothing but signs
        return queryset.annotate(relevance=Value(0.0)).none()
    anyone = queryset.order_by().filter(has_all)
    rank = SearchRank(F(vector), has_some, normalization=SCALE)
    return queryset.filter(has_all | (Q(**{vector: has_some}) & ~Exists(anyone))).annotate(
        relevance=rank + Case(When(has_all, then=Value(1.0)), default=Value(0.0), output_field=FloatField())
    )
