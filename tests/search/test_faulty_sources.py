"""One thing that cannot be told to search holds up no other."""

import pytest
from django.db import connection
from django.utils import timezone

from golab.pages.models import GlossaryTerm
from golab.search import indexing
from golab.search.models import SearchChange, SearchDocument
from golab.search.sources import Document, SearchSource, register, unregister
from tests.factories.pages import GlossaryTermFactory

pytestmark = pytest.mark.django_db


def told(term: GlossaryTerm) -> Document:
    """As a feature tells it: with a fault in the code for one, and one in the database for another."""
    if term.term == "Broken":
        raise AttributeError("no such field")
    if term.term == "Unreadable":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
    return Document(key=term.slug, url="/", title=f"{term.term}, told anew")


@pytest.fixture
def faulty():
    """A second source over the glossary, some of whose terms cannot be told."""
    register(
        SearchSource(
            kind="faulty",
            label="Faulty",
            order=99,
            models=(GlossaryTerm,),
            queryset=GlossaryTerm.objects.all,
            to_document=told,
            key="slug",
        )
    )
    yield
    unregister("faulty")


def titles() -> set[str]:
    return set(SearchDocument.objects.filter(kind="faulty").values_list("title", flat=True))


@pytest.mark.parametrize("name", ["Broken", "Unreadable"])
def test_others_are_indexed_and_the_fault_is_reported(faulty, caplog, name):
    GlossaryTermFactory(term=name)
    GlossaryTermFactory(term="Sound")
    indexing.apply_changes(now=timezone.now())
    assert titles() == {"Sound, told anew"}
    assert not SearchChange.objects.exists()
    assert [record.message for record in caplog.records] == ["search_document_failed"]


@pytest.mark.parametrize("bring_in_line", [indexing.rebuild, indexing.repair])
def test_faulty_thing_keeps_the_document_it_had(faulty, bring_in_line):
    term = GlossaryTermFactory(term="Sound")
    indexing.apply_changes(now=timezone.now())
    GlossaryTerm.objects.filter(pk=term.pk).update(term="Broken")
    bring_in_line()
    indexing.index_many(kind="faulty", keys=[term.slug])
    assert titles() == {"Sound, told anew"}


def test_faulty_thing_goes_when_it_is_public_no_more(faulty):
    term = GlossaryTermFactory(term="Sound")
    indexing.apply_changes(now=timezone.now())
    GlossaryTerm.objects.filter(pk=term.pk).update(term="Broken", live=False)
    indexing.repair()
    assert titles() == set()
