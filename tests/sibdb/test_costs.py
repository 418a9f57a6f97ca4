"""What the pages of projects and prices cost, with every cache empty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.sibdb import (
    PriceProgrammeFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
    grow_projects,
)
from tests.factories.taxonomy import PolicyAreaFactory
from tests.reading import queries_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [30, 300])
def test_pages_cost_the_same_for_any_number_of_projects(client, count):
    areas = [PolicyAreaFactory(), PolicyAreaFactory(slug="health")]
    projects = grow_projects(count, areas=areas, countries=[a_country("GB"), a_country("FR")])
    RateCardFactory(project=projects[1], lines=[{"outcome": "A job", "price": 500}])
    for url, queries in {
        "/projects/": 4,
        "/projects/?view=table&sort=people&page=2": 4,
        "/projects/?q=bristol&area=health&country=GB&country=FR&stage=complete&year_from=2011": 4,
        "/projects/?q=giraffe&area=health": 4,
        "/projects/project-1/": 6,
        "/projects/id/INDIGO-POJ-0001/": 1,
        "/projects/feed.atom": 3,
        "/projects/export.csv": 3,
    }.items():
        asked = queries_of(url) if "/id/" not in url else queries_of_redirect(client, url)
        assert len(asked) == len(set(asked)), url
        assert len(asked) == queries, "\n".join(asked)


def queries_of_redirect(client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url)["Location"] == "/projects/project-1/"
    return [query["sql"] for query in asked]


@pytest.mark.parametrize("count", [1, 10])
def test_prices_cost_the_same_for_any_number_of_cards(count):
    programme = PriceProgrammeFactory(slug="a-fund")
    for _ in range(count):
        RateCardFactory(programme=programme, project=ProjectFactory(), lines=[{"outcome": "A job", "price": 500}])
    for url, queries in {"/prices/": 6, "/prices/?sort=highest&q=job": 6, "/prices/a-fund/": 2}.items():
        asked = queries_of(url)
        assert len(asked) == len(set(asked)) == queries, "\n".join(asked)
