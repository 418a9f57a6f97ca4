"""What the pages of projects and prices cost, with every cache empty."""

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from golab.taxonomy.models import Country, PolicyArea
from sibdb.models import Project, ProjectParty
from sibdb.projects.facets import choices
from sibdb.projects.finder import projects as finder
from tests.factories.sibdb import (
    OrganisationFactory,
    OutcomesFundFactory,
    PriceProgrammeFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
    grow_projects,
)
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import queries_of, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [30, 300])
def test_pages_cost_the_same_for_any_number_of_projects(client, count):
    areas = [PolicyAreaFactory(), PolicyAreaFactory(slug="health")]
    projects = grow_projects(count, areas=areas, countries=[a_country("GB"), a_country("FR")])
    RateCardFactory(project=projects[1], lines=[{"outcome": "A job", "price": 500}])
    filters = "&".join(f"{facet.key}={tuple(facet.options())[0].value}" for facet in finder.facets if facet.options())
    for url, queries in {
        "/projects/": 4,
        "/projects/?view=table&sort=people&page=2": 4,
        "/projects/?q=bristol&area=health&country=GB&country=FR&stage=complete&year_from=2011": 5,
        f"/projects/?{filters}": 4,
        "/projects/?view=map": 4,
        "/projects/project-1/": 6,
        "/projects/id/INDIGO-POJ-0001/": 1,
        "/projects/feed.atom": 2,
        "/projects/export.csv": 2,
    }.items():
        asked = queries_of(url) if "/id/" not in url else queries_of_redirect(client, url)
        assert len(asked) == len(set(asked)), url
        assert len(asked) == queries, "\n".join(asked)
    asked = queries_of("/projects/?q=giraffe&area=health")
    assert len(asked) == len(set(asked)) <= 8, "search may be too busy to say what was meant, and is asked no more"


def queries_of_redirect(client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url)["Location"] == "/projects/project-1/"
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("count", [1, 10])
def test_prices_cost_the_same_for_any_number_of_cards(count):
    programme = PriceProgrammeFactory(slug="a-fund")
    for _ in range(count):
        RateCardFactory(programme=programme, project=ProjectFactory(), lines=[{"outcome": "A job", "price": 500}])
    for url, queries in {"/prices/": 6, "/prices/?sort=highest&q=job": 7, "/prices/a-fund/": 2}.items():
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) == queries, "\n".join(asked)


MOST_BYTES = 60_000


def test_list_and_table_with_every_filter_offered_are_small():
    """25 rows as long as rows get, and as many options as stand at once: no number of projects adds to that."""
    projects = grow_projects(
        50, areas=PolicyArea.objects.all() or [PolicyAreaFactory()], countries=Country.objects.all()[:42]
    )
    long = "A project in a place with a long name, planned for many people and delivered by charities. " * 8
    Project.objects.update(name=Concat(F("name"), Value(" of the partnership of the county councils")), summary=long)
    funds = [OutcomesFundFactory(name=f"Fund {number} for better outcomes") for number in range(16)]
    for place, project in enumerate(projects):
        role = ("payer", "provider", "investor")[place % 3]
        ProjectParty.objects.create(
            project=project, role=role, organisation=OrganisationFactory(name=f"{long[:60]}{place}")
        )
        project.funds.through.objects.create(project=project, outcomesfund=funds[place % 16])
    choices.forget()
    for view in ("", "?view=table"):
        page = shown(f"/projects/{view}")
        assert page.count('class="check"') > 100
        assert len(page.encode()) < MOST_BYTES, view
