"""The JSON API: the filters of the lists, strictly; pages, versions, limits; and what its own description promises."""

import csv
import io
import json
from urllib.parse import urlencode, urlsplit

import pytest
import schemathesis
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.measure import one_connection
from golab.pages.snapshots import start_request
from golab.wsgi import application
from sibdb.api.collections import COLLECTIONS
from sibdb.api.describing import description
from sibdb.models import Organisation, Project
from tests.factories.sibdb import (
    OrganisationFactory,
    OutcomesFundFactory,
    ProjectFactory,
    RateCardFactory,
    a_country,
    grow_projects,
)
from tests.factories.taxonomy import PolicyAreaFactory
from tests.hostile import HOSTILE, TOGETHER
from tests.reading import shown

pytestmark = pytest.mark.django_db
API = "/api/v1"
PROBLEM = "application/problem+json"
EXAMPLES = 2  # of each operation
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def asked(path: str, **headers: str) -> dict:
    answer = Client().get(f"{API}{path}", headers=headers)
    assert answer.status_code == 200, answer.content
    assert not answer.cookies
    return answer.json()


@pytest.fixture
def project():
    fund = OutcomesFundFactory(indigo_id="INDIGO-FUND-0012", name="A fund")
    return ProjectFactory(
        name="Homes first", indigo_id="INDIGO-POJ-0154", parties=[("payer", "Leeds")], funds=[fund],
        countries=[a_country("GB")],
    )  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "",
        "area=health&area=homelessness&country=GB",
        "stage=complete&sort=name",
        "q=project&year_from=2012&sort=oldest",
    ],
)
def test_filters_are_those_of_the_list(query):
    areas = [PolicyAreaFactory(slug="homelessness"), PolicyAreaFactory(slug="health")]
    grow_projects(30, areas=areas, countries=[a_country("GB"), a_country("FR")])
    listed = [row["indigo_id"] for row in csv.DictReader(io.StringIO(shown(f"/projects/export.csv?{query}")))]
    found = asked(f"/projects?per_page=100&{query}")
    assert [row["indigo_id"] for row in found["items"]] == listed
    assert found["total"] == len(listed) > 0


@pytest.mark.parametrize(
    "query",
    ["colour=red", "area=nowhere", "page=0", "per_page=101", "sort=best", "year_from=12", "q=%00", "stage=a%00"],
)
def test_what_the_api_does_not_know_is_said_and_not_left_out(client, query):
    answer = client.get(f"{API}/projects?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM)
    assert answer.json()["status"] == 400
    assert query.split("=")[0] in answer.json()["detail"]


def test_pages_are_walked_by_their_links_and_hold_each_row_once():
    grow_projects(23)
    seen, address = [], "/projects?per_page=5&sort=name"
    while address:
        page = asked(address)
        seen += [row["indigo_id"] for row in page["items"]]
        address = page["links"]["next"] and page["links"]["next"].partition(API)[2]
    assert len(seen) == len(set(seen)) == page["total"] == 23
    assert (page["page"], page["pages"], page["links"]["last"]) == (5, 5, page["links"]["self"])
    assert asked("/projects?page=999")["items"] == []


def test_a_row_has_all_its_parts_by_either_id(project):
    RateCardFactory(project=project, is_of_one_project=True, lines=[{"outcome": "A job", "price": 500}])
    found = asked("/projects/indigo-poj-0154")
    assert found == asked(f"/projects/{project.uuid}")
    assert found["parts"]["project_countries"][0]["country"] == "GB"
    [role] = found["parts"]["roles"]
    organisation = asked(f"/organisations/{role['organisation_id']}")
    assert (organisation["name"], organisation["parts"]["roles"][0]["indigo_id"]) == ("Leeds", "INDIGO-POJ-0154")
    fund = asked("/funds/INDIGO-FUND-0012")
    assert fund["parts"]["project_funds"][0]["project_id"] == str(project.uuid)
    assert found["parts"]["project_funds"][0]["fund_id"] == fund["fund_id"]
    [price] = asked("/prices?q=job")["items"]
    assert (price["price"], price["project_id"]) == (500, str(project.uuid))
    assert urlsplit(found["links"]["page"]).path == project.url_on_site
    assert "INDIGO Impact Bond Dataset" in found["credits"]["attribution"]


def test_private_rows_are_not_there(client, project):
    Organisation.objects.filter(name="Leeds").update(status="private")
    assert asked(f"/projects/{project.uuid}")["parts"]["roles"] == []
    assert asked("/organisations")["total"] == 0
    Project.objects.update(status="private")
    for wanted in (project.uuid, project.indigo_id, "x", "INDIGO-POJ-9999", "%00"):
        answer = client.get(f"{API}/projects/{wanted}")
        assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert asked("/funds/INDIGO-FUND-0012")["parts"]["project_funds"] == []


def test_what_is_known_already_is_not_sent_again(client, project):
    first = client.get(f"{API}/projects")
    again = client.get(f"{API}/projects", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(f"{API}/funds")["ETag"] != first["ETag"]
    with transaction.atomic():
        ProjectFactory()
    start_request()
    cache.clear()
    changed = client.get(f"{API}/projects", headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, changed.json()["total"]) == (200, 2)
    assert changed.json()["version"] != first.json()["version"]


def test_it_is_only_read_and_from_any_site(client):
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(client, method)(f"{API}/projects")
        assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, "GET, HEAD, OPTIONS", PROBLEM)
    preflight = client.options(f"{API}/projects")
    assert (preflight.status_code, preflight["Access-Control-Allow-Origin"]) == (204, "*")
    assert "GET" in preflight["Access-Control-Allow-Methods"]
    answer = client.get(f"{API}/projects", headers={"origin": "https://elsewhere.example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert client.head(f"{API}/projects").status_code == 200
    assert client.get(f"{API}/nothing")["Content-Type"] == PROBLEM


def test_who_asks_too_often_is_told_when_to_come_back(client, settings):
    settings.API_PER_MINUTE = 3
    answers = [client.get(f"{API}/funds", REMOTE_ADDR="192.0.2.7") for _ in range(4)]
    if answers[-1].status_code != 429:  # a new minute began meanwhile
        answers = [client.get(f"{API}/funds", REMOTE_ADDR="192.0.2.7") for _ in range(4)]
    last = answers[-1]
    assert (last.status_code, last["Content-Type"], last["RateLimit-Remaining"]) == (429, PROBLEM, "0")
    assert 1 <= int(last["Retry-After"]) <= 60
    assert client.get(f"{API}/funds", REMOTE_ADDR="192.0.2.8").status_code == 200


@pytest.mark.parametrize("count", [3, 60])
def test_requests_cost_the_same_for_any_number_of_rows(count):
    projects = grow_projects(count, areas=[PolicyAreaFactory(slug="health")], countries=[a_country("GB")])
    RateCardFactory(project=projects[1], lines=[{"outcome": "A job", "price": 500}])
    payer = Organisation.objects.get(roles__project=projects[0])
    for path, queries in {
        "/projects": 3,
        "/projects?area=health&country=GB&q=project&per_page=2&page=2": 4,
        "/projects/INDIGO-POJ-0001": 2,
        "/organisations?role=payer&sort=projects": 3, f"/organisations/{payer.uuid}": 2, "/funds": 3,
        "/prices?q=job": 3,
    }.items():  # fmt: skip
        cache.clear()
        start_request()
        with CaptureQueriesContext(connection) as captured:
            asked(path)
        statements = [query["sql"] for query in captured]
        assert len(statements) == len(set(statements)) == queries, (path, "\n".join(statements))


@pytest.mark.parametrize("name", ["projects", "organisations", "funds", "prices"])
def test_every_filter_together_costs_little_more_than_none(project, name):
    RateCardFactory(project=project, lines=[{"outcome": "A job", "price": 500}])
    finder = COLLECTIONS[name].finder
    chosen = [(facet.key, option.value) for facet in finder.facets for option in tuple(facet.options())[:2]]
    years = [("year_from", 2001), ("year_to", 2030)] if finder.years else []
    assert {key for key, _ in chosen} >= {facet.key for facet in finder.facets} - {"provider", "investor"}
    costs = []
    for query in ("per_page=5", urlencode([*chosen, *years, ("q", "homes"), ("per_page", 5)])):
        cache.clear()
        start_request()
        with CaptureQueriesContext(connection) as captured:
            asked(f"/{name}?{query}")
        costs.append(len(captured))
        assert len({one["sql"] for one in captured}) == len(captured)
    assert costs[0] <= costs[1] <= 5  # what a filter offers is looked up when it is used


def test_hostile_questions_are_answered(client):
    OrganisationFactory(name=HOSTILE[0])
    for text in TOGETHER:
        for path in ("/projects", "/organisations", "/prices"):
            answer = client.get(f"{API}{path}", {"q": text})
            assert answer.status_code in (200, 400)
            assert answer["Content-Type"] in ("application/json", PROBLEM)
            assert answer["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"{API}/organisations", {"q": "script"}).json()["items"][0]["name"] == HOSTILE[0]
    assert client.get(f"{API}/projects?q={'x' * 5000}").status_code == 400


def test_description_is_openapi_and_docs_tell_every_parameter():
    told = json.loads(shown(f"{API}/openapi.json"))
    assert told["openapi"].startswith("3.1")
    assert told == json.loads(json.dumps(description()))
    page = shown(f"{API}/docs")
    for path, operations in told["paths"].items():
        assert f"GET {path}" in page
        for parameter in operations["get"].get("parameters", ()):
            assert f"<code>{parameter['name']}</code>" in page
    assert "src=&quot;http" not in page
    assert 'src="http' not in page


@pytest.mark.filterwarnings("ignore")  # the program's own, about what it reads
def test_schemathesis_finds_answers_as_described(project, settings):
    settings.API_PER_MINUTE = 10_000
    RateCardFactory(project=project, lines=[{"outcome": "A job", "price": 500}])
    api = schemathesis.openapi.from_dict(json.loads(json.dumps(description())))
    api.app = application
    asked = 0
    with one_connection():
        for operation in api.get_all_operations():
            asked += _ask(operation.ok())
    assert asked > 8  # the filters alone take no parameter


def _ask(operation) -> int:
    asked = []

    @given(case=operation.as_strategy())
    @hypothesis_settings(
        max_examples=EXAMPLES, phases=[Phase.generate], deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def ask(case) -> None:
        asked.append(case.call_and_validate(checks=CHECKS))

    ask()
    return len(asked)
