import pytest
from django.core.cache import cache

from golab.pages.models import GlossaryTerm
from golab.pages.models.glossary import Entry, glossary
from golab.pages.snapshots import start_request
from tests.factories.journey import grow_journey
from tests.factories.pages import GlossaryIndexPageFactory, GlossaryTermFactory

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [entry.term for entry in glossary.get().entries]


def test_terms_stand_by_name_whatever_their_capitals():
    for term in ("Tariff", "outcome", "Baseline", "cohort"):
        GlossaryTermFactory(term=term)
    assert names() == ["Baseline", "cohort", "outcome", "Tariff"]


def test_glossary_costs_one_query(django_assert_num_queries):
    terms = [GlossaryTermFactory() for _ in range(3)]
    cache.clear()
    start_request()
    with django_assert_num_queries(1):
        found = glossary.get()
        assert found.by_pk[terms[0].pk].slug == terms[0].slug
        assert found.by_slug[terms[1].slug].url == terms[1].url == terms[1].get_absolute_url()


@pytest.mark.parametrize(("term", "letter"), [("cohort", "C"), ("Éclat", "É"), ("360° review", "0–9")])
def test_term_is_filed_under_its_letter(term, letter):
    assert Entry(1, term, "slug", (), "").letter == letter


def test_drafts_are_hidden_and_publishing_shows_them():
    term = GlossaryTermFactory(term="Cohort", live=False)
    assert names() == []
    term.save_revision().publish()
    assert names() == ["Cohort"]
    GlossaryTerm.objects.get(pk=term.pk).unpublish()
    assert names() == []


def test_list_names_live_terms_only(client, site_root):
    GlossaryTermFactory(term="Cohort")
    GlossaryTermFactory(term="Unripe", live=False)
    page = client.get(GlossaryIndexPageFactory().url).content.decode()
    assert '<a href="/glossary/cohort/">Cohort</a>' in page
    assert "Unripe" not in page
    assert "1 term" in page


def test_term_has_a_page_of_its_own(client, site_root):
    grow_journey(stages=1, steps=1)
    GlossaryIndexPageFactory()
    other = GlossaryTermFactory(term="Baseline")
    term = GlossaryTermFactory(term="Deadweight", also=["what would have happened anyway"], long="More on it.")
    term.see.set([other, GlossaryTermFactory(term="Unripe", live=False)])
    page = client.get(term.url).content.decode()
    for words in ("Deadweight", "what would have happened anyway", "More on it.", 'href="/glossary/baseline/"'):
        assert words in page
    assert "Unripe" not in page


@pytest.mark.parametrize("slug", ["unripe", "no-such-term"])
def test_draft_or_unknown_term_is_not_found(client, site_root, slug):
    GlossaryIndexPageFactory()
    GlossaryTermFactory(term="Unripe", live=False)
    assert client.get(f"/glossary/{slug}/").status_code == 404


def test_staff_can_preview_a_draft_term(site_root):
    term = GlossaryTermFactory(term="Unripe", live=False, short="Not yet ready.")
    response = term.make_preview_request()
    assert response.status_code == 200
    assert "Not yet ready." in response.render().content.decode()


def test_staff_can_preview_a_term_that_was_never_saved(site_root):
    response = GlossaryTerm(term="New", slug="new", short="Just typed.").make_preview_request()
    assert "Just typed." in response.render().content.decode()
