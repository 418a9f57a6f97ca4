"""Search over the hub's own content: what commissioners ask, and where the answer stands."""

import pytest
from wagtail.models import Page

from golab.pages.models import GlossaryTerm
from golab.search import find
from golab.search.indexing import repair
from golab.search.models import SearchDocument
from journey.saved import resolve


def first(text: str, count: int) -> list[tuple[str, str]]:
    return [(hit.kind, hit.plain_title) for hit in find(text).hits[:count]]


@pytest.mark.parametrize(
    ("question", "wanted", "among"),
    [
        ("how do I stop providers choosing the easiest people?", ("term", "Cream-skimming"), 5),
        ("rate cards", ("guide", "Price outcomes and use rate cards"), 5),
        ("rate crads", ("guide", "Price outcomes and use rate cards"), 5),
        ("cherry picking", ("term", "Cream-skimming"), 1),
        ("SIB", ("term", "Social impact bond"), 1),
        ("what would have happened anyway", ("term", "Deadweight"), 3),
    ],
)
def test_question_finds_its_answer(db, question, wanted, among):
    assert wanted in first(question, among)


def test_index_is_complete_after_loading(db):
    assert SearchDocument.objects.filter(kind="term").count() == GlossaryTerm.objects.filter(live=True).count()
    assert SearchDocument.objects.filter(kind="step").count() == 20
    assert (repair().written, repair().removed) == (0, 0)


def test_every_address_is_that_of_a_live_page_or_term(db):
    pages = {page.specific.get_url() for page in Page.objects.live().filter(depth__gte=2)}
    terms = {term.url for term in GlossaryTerm.objects.filter(live=True)}
    assert set(SearchDocument.objects.values_list("url", flat=True)) <= pages | terms


def test_saved_things_of_all_kinds_are_resolved_in_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        saved = resolve([("term", "rate-card"), ("guide", "gone"), ("guide", "price-outcomes-and-rate-cards")])
    assert [(item["kind"], item["label"]) for item in saved] == [("term", "Glossary"), ("guide", "How-to guide")]
