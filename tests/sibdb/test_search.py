"""What of the projects and prices search finds."""

import pytest
from django.utils import timezone

from golab.search import find
from golab.search.indexing import apply_changes
from golab.search.signposts import way_for
from golab.search.sources import source_of
from sibdb.models import Project, ProjectOutcome
from tests.factories.sibdb import PriceProgrammeFactory, ProjectFactory, RateCardFactory, a_country

pytestmark = pytest.mark.django_db


def test_every_project_is_a_search_document():
    project = ProjectFactory(
        alternative_names="The One; Another", outcomes=[ProjectOutcome(name="A home")], countries=[a_country("GB")],
        parties=[("payer", "Leeds")],
    )  # fmt: skip
    source = source_of("project")
    document = source.to_document(source.public().get())
    assert (document.key, document.url, document.title) == (str(project.uuid), project.url_on_site, project.name)
    assert (document.names, document.countries) == (("The One", "Another", project.indigo_id), ("GB",))
    assert (document.policy_areas, document.year) == (("homelessness",), project.start_year)
    assert "A home" in document.body
    assert "Leeds" in document.body
    assert source.key_of(Project.objects.get()) == document.key


def test_project_is_an_exact_hit_by_its_name_and_its_number():
    project = ProjectFactory(name="Ways to Wellness")
    ProjectFactory(name="Ways to Work")
    apply_changes(now=timezone.now())
    for question in ("ways to wellness", project.indigo_id):
        assert find(question).exact.url == project.url_on_site


def test_programme_with_prices_is_one_document_with_all_its_cards():
    programme = PriceProgrammeFactory(name="Fair Fund", people="Young people.", years="2015 to 2017")
    for name in ("North", "South"):
        RateCardFactory(
            programme=programme,
            name=name,
            lines=[{"outcome": f"A job in the {name}", "price": 500}, {"outcome": "None"}],
        )
    source = source_of("price")
    document = source.to_document(source.public().get())
    assert (document.title, document.url) == ("Fair Fund: outcome prices", programme.url_on_site)
    assert (document.key, document.context) == (programme.slug, "2015 to 2017, 2 prices")
    assert "Rate card" in document.summary
    assert "Young people." in document.summary
    assert "A job in the South" in document.body


def test_card_that_is_saved_or_deleted_is_searched_with_its_programme():
    programme = PriceProgrammeFactory(name="Fair Fund")
    card = RateCardFactory(programme=programme, lines=[{"outcome": "Zebra crossed", "price": 500}])
    apply_changes(now=timezone.now())
    assert [hit.key for hit in find("zebra").hits] == [programme.slug]
    card.delete()
    apply_changes(now=timezone.now())
    assert find("zebra").total == 0
    assert find("fair fund").total == 1


def test_words_for_prices_lead_to_all_of_them():
    RateCardFactory(lines=[{"outcome": "A job", "price": 500}, {"outcome": "A home"}])
    way = way_for(["what do Rate Cards pay?"])
    assert (way.label, way.url) == ("See 1 published price", "/prices/")
    assert way_for(["a card", "rated"]) is None
