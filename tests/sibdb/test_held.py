"""The list that is held in memory, beside what the database counts and orders."""

from itertools import product

import pytest
from django.http import QueryDict

from golab.pages.finder.facets import count
from golab.pages.finder.finder import Found
from golab.pages.snapshots import start_request
from sibdb.models import Project, ProjectAmount, ProjectParty
from sibdb.projects import finder
from tests.factories.sibdb import OrganisationFactory, ProjectFactory, RateCardFactory, a_country, grow_projects
from tests.factories.taxonomy import PolicyAreaFactory

pytestmark = pytest.mark.django_db


def find(query: str, everything=None) -> Found:
    return finder.projects.find(everything or Project.objects.published(), QueryDict(query), path="/projects/")


@pytest.fixture
def various():
    """Some sixty projects that differ in every facet, and two that nobody may see."""
    areas = [PolicyAreaFactory(slug=slug) for slug in ("homelessness", "health", "care")]
    projects = grow_projects(60, areas=areas, countries=[a_country("GB"), a_country("FR"), a_country("US")])
    second = OrganisationFactory(slug="second")
    for place, project in enumerate(projects):
        project.countries.add(*[a_country("FR")] * (place % 2))
        project.goals = [1, 8][: place % 3]
        project.start_year = None if place % 10 == 9 else 2010 + place % 15
    Project.objects.bulk_update(projects, ["goals"])
    parties = [ProjectParty(project=one, organisation=second, role="investor") for one in projects[::4]]
    parties[0].status = "private"
    ProjectParty.objects.bulk_create(parties)
    ProjectAmount.objects.filter(project__in=projects[::5]).update(exact=40_000)
    RateCardFactory(project=projects[7], lines=[{"outcome": "A job", "price": 500}])
    ProjectFactory(status="private", countries=[a_country("GB")])
    ProjectFactory(is_draft=True, countries=[a_country("GB")])
    start_request()
    return projects


QUESTIONS = (
    "",
    "area=health&area=care",
    "country=FR&stage=complete",
    "country=GB&country=US&investor=second",
    "area=care&country=FR&value=under-500k&year_from=2012",
    "prices=yes",
    "sdg=8&year_from=2014&year_to=2019",
    "area=homelessness&area=care&country=FR&sdg=1&q=bristol",
    "investor=second&q=giraffe",
)


@pytest.mark.parametrize("query", QUESTIONS)
def test_counts_are_those_of_the_database(various, query):
    found = find(query)
    assert found.holding
    asked = count(found.base, found.finder.facets, found.question.chosen)
    counted = {
        key: {option: number for option, number in options.items() if number and option is not None}
        for key, options in asked.by_facet.items()
    }
    assert (found.counts.total, found.counts.by_facet) == (asked.total, counted)


@pytest.mark.parametrize("order", ["", "&sort=oldest", "&sort=people", "&q=bristol"])
def test_pages_are_those_of_the_database(various, order):
    for query, page in product(QUESTIONS[:3], (1, 2, 9)):
        found = find(f"{query}{order}&page={page}")
        start = (found.page.number - 1) * 25
        assert [one.pk for one in found.page] == [one.pk for one in found.queryset[start : start + 25]], query


def test_part_of_the_list_is_asked_of_the_database(various):
    found = find("country=GB", Project.objects.published().filter(stage="complete"))
    assert found.holding is None
    assert found.total == found.queryset.count() > 0


@pytest.mark.django_db(transaction=True)
def test_change_is_seen_at_the_next_request():
    project = ProjectFactory(countries=[a_country("GB")])
    start_request()
    assert find("country=GB").total == 1
    project.countries.clear()
    project.save()
    start_request()
    assert find("country=GB").total == 0
    ProjectFactory(countries=[a_country("GB")])
    start_request()
    assert find("country=GB").total == 1
