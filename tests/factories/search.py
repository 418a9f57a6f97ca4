"""What search knows, as it stands in the database."""

from datetime import UTC, date, datetime

import factory

from golab.search.models import SearchDocument, Synonym, UnansweredQuery
from golab.search.sources import Document
from golab.search.writing import ready, write

NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)


class SynonymFactory(factory.django.DjangoModelFactory):
    """A group that works both ways."""

    class Meta:
        model = Synonym

    kind = Synonym.Kind.EVERYDAY
    terms = factory.LazyFunction(lambda: ["rate card", "tariff", "price list"])


class UnansweredQueryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = UnansweredQuery

    text = factory.Sequence(lambda n: f"something unheard of {n}")
    day = date(2026, 11, 9)


def indexed(kind: str = "guide", **fields: object) -> SearchDocument:
    """A document in the index, written as all are; `fields` are those of Document."""
    count = SearchDocument.objects.count()
    document = Document(**{"key": f"thing-{count}", "url": f"/things/{count}/", "title": f"Thing {count}"} | fields)
    write(kind, ready({f"tests.thing:{document.key}": document}), now=NOON)
    return SearchDocument.objects.get(kind=kind, key=document.key)
