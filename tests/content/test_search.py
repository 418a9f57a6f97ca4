"""Search over the hub's own content: what commissioners ask, and where the answer stands."""

import pytest
from wagtail.models import Page

from golab.pages.models import GlossaryTerm
from golab.search import find
from golab.search.indexing import repair
from golab.search.models import SearchDocument
from golab.search.results import Filters
from journey.models import Worksheet
from journey.saved import resolve
from library.models import Publication
from sibdb.models import PriceProgramme, Project


def place(question: str, kind: str, title: str) -> int:
    """Where a reader meets it: 1 in the box above all results, else its place in the group of its kind."""
    exact = find(question).exact
    if exact and (exact.kind, exact.plain_title) == (kind, title):
        return 1
    titles = [hit.plain_title for hit in find(question, Filters(kinds=(kind,))).hits]
    return titles.index(title) + 1 if title in titles else 999


@pytest.mark.parametrize(
    ("question", "kind", "title", "among"),
    [
        ("how do I stop providers choosing the easiest people?", "term", "Cream-skimming", 3),
        ("rate cards", "guide", "Price outcomes and use rate cards", 1),
        ("rate crads", "guide", "Price outcomes and use rate cards", 1),
        ("rate cards", "term", "Rate card", 1),
        ("cherry picking", "term", "Cream-skimming", 1),
        ("SIB", "term", "Social impact bond", 1),
        ("what would have happened anyway", "term", "Deadweight", 3),
    ],
)
def test_question_finds_its_answer(db, question, kind, title, among):
    assert place(question, kind, title) <= among


def test_index_is_complete_after_loading(db):
    assert SearchDocument.objects.filter(kind="term").count() == GlossaryTerm.objects.filter(live=True).count()
    assert SearchDocument.objects.filter(kind="step").count() == 20
    assert (repair().written, repair().removed) == (0, 0)


def test_every_address_is_that_of_something_public(db):
    pages = {page.specific.get_url() for page in Page.objects.live().filter(depth__gte=2)}
    terms = {term.url for term in GlossaryTerm.objects.filter(live=True)}
    publications = {publication.url_on_site for publication in Publication.objects.filter(live=True)}
    projects = {project.url_on_site for project in Project.objects.published()}
    programmes = {programme.url_on_site for programme in PriceProgramme.objects.all()}
    sheets = {sheet.get_absolute_url() for sheet in Worksheet.objects.filter(live=True)}
    known = pages | terms | publications | projects | programmes | sheets
    assert set(SearchDocument.objects.values_list("url", flat=True)) <= known


def test_saved_things_of_all_kinds_are_resolved_in_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        saved = resolve([("term", "rate-card"), ("guide", "gone"), ("guide", "price-outcomes-and-rate-cards")])
    assert [(item["kind"], item["label"]) for item in saved] == [("term", "Glossary"), ("guide", "How-to guide")]
