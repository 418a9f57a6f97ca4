"""/api/v1/: the addresses, as django-ninja reads and describes them. Answers are JSON already: rows need no copy."""

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema
from ninja.errors import ValidationError

from sibdb.api.answers import answer, credits_of, link_header, page_links, problem
from sibdb.api.collections import COLLECTIONS, FUNDS, ORGANISATIONS, PRICES, PROJECTS, Collection
from sibdb.api.questions import Paged, Unknown, check, question_of
from sibdb.api.shapes import Problem, RowLinks, page_of, row_of, whole_of
from sibdb.opendata.version import data_version

DESCRIPTION = (
    "Read-only. No key and no account. Every list takes the filters of the page for people, in pages of 100 at most. "
    "Send If-None-Match with the ETag of an answer, and nothing is sent twice while the data stays as it is."
)
api = NinjaAPI(
    title="GO Lab SIB project database", version="1.0.0", description=DESCRIPTION, urls_namespace="api-v1",
    openapi_url=None, docs_url=None,
)  # fmt: skip
WRONG = {400: Problem, 429: Problem}
Id = Annotated[str, Path(description="Permanent id, or that of INDIGO.")]

ProjectsQuestion = question_of("ProjectsQuestion", PROJECTS.finder)
OrganisationsQuestion = question_of("OrganisationsQuestion", ORGANISATIONS.finder)
FundsQuestion = question_of("FundsQuestion", FUNDS.finder)
PricesQuestion = question_of("PricesQuestion", PRICES.finder)


def _rows_of(collection: Collection, name: str) -> type[Schema]:
    return row_of(collection.table, name, links=(RowLinks, ...)) if collection.address else row_of(
        collection.table, name
    )  # fmt: skip


ProjectsPage = page_of(_rows_of(PROJECTS, "ProjectRow"), "ProjectsPage")
OrganisationsPage = page_of(_rows_of(ORGANISATIONS, "OrganisationRow"), "OrganisationsPage")
FundsPage = page_of(_rows_of(FUNDS, "FundRow"), "FundsPage")
PricesPage = page_of(_rows_of(PRICES, "PriceRow"), "PricesPage")


def _whole(collection: Collection, name: str) -> type[Schema]:
    return whole_of(collection.table, {key: table for key, (table, _) in collection.parts.items()}, name)


class FilterValue(Schema):
    value: str
    label: str


class Filter(Schema):
    key: str
    label: str
    values: list[FilterValue]


class Filters(Schema):
    """The filters of each list, with the values that they take."""

    projects: list[Filter]
    organisations: list[Filter]
    funds: list[Filter]
    prices: list[Filter]


@api.get("/projects", operation_id="list_projects", response={200: ProjectsPage, **WRONG}, summary="Projects")
def projects(request: HttpRequest, question: Query[ProjectsQuestion]) -> HttpResponse:
    """Projects that pay for outcomes, one row each."""
    return _page(request, PROJECTS, question)


@api.get(
    "/projects/{project_id}", response={200: _whole(PROJECTS, "Project"), 404: Problem, 429: Problem},
    summary="A project", url_name="projects-one", operation_id="get_project",
)  # fmt: skip
def project(request: HttpRequest, project_id: Id) -> HttpResponse:
    """A project with all its parts, by its permanent id or by INDIGO's."""
    return _one(PROJECTS, project_id)


@api.get(
    "/organisations",
    operation_id="list_organisations",
    response={200: OrganisationsPage, **WRONG},
    summary="Organisations",
)
def organisations(request: HttpRequest, question: Query[OrganisationsQuestion]) -> HttpResponse:
    """Organisations that have a role in a project or a fund."""
    return _page(request, ORGANISATIONS, question)


@api.get(
    "/organisations/{organisation_id}",
    response={200: _whole(ORGANISATIONS, "Organisation"), 404: Problem, 429: Problem},
    summary="An organisation", url_name="organisations-one", operation_id="get_organisation",
)  # fmt: skip
def organisation(request: HttpRequest, organisation_id: Id) -> HttpResponse:
    """An organisation with its roles, by its permanent id or by INDIGO's."""
    return _one(ORGANISATIONS, organisation_id)


@api.get("/funds", operation_id="list_funds", response={200: FundsPage, **WRONG}, summary="Outcomes funds")
def funds(request: HttpRequest, question: Query[FundsQuestion]) -> HttpResponse:
    """Outcomes funds: what each aspired to, and what it came to."""
    return _page(request, FUNDS, question)


@api.get(
    "/funds/{fund_id}", response={200: _whole(FUNDS, "Fund"), 404: Problem, 429: Problem},
    summary="An outcomes fund", url_name="funds-one", operation_id="get_fund",
)  # fmt: skip
def fund(request: HttpRequest, fund_id: Id) -> HttpResponse:
    """An outcomes fund with its projects, by its permanent id or by INDIGO's."""
    return _one(FUNDS, fund_id)


@api.get("/prices", operation_id="list_prices", response={200: PricesPage, **WRONG}, summary="Outcome prices")
def prices(request: HttpRequest, question: Query[PricesQuestion]) -> HttpResponse:
    """Prices of outcomes, of published rate cards and of projects' records."""
    return _page(request, PRICES, question)


@api.get(
    "/filters", operation_id="list_filters", response={200: Filters, 429: Problem}, summary="Filters and their values"
)
def filters(request: HttpRequest) -> HttpResponse:
    """What the lists can be narrowed by."""
    return answer({name: _filters_of(collection) for name, collection in COLLECTIONS.items()})


def _filters_of(collection: Collection) -> list[dict[str, Any]]:
    return [
        {
            "key": facet.key,
            "label": facet.label,
            "values": [{"value": option.value, "label": option.label} for option in facet.options()],
        }
        for facet in collection.finder.facets
    ]


def _page(request: HttpRequest, collection: Collection, question: Paged) -> HttpResponse:
    check(request, collection.finder, type(question))
    found = collection.finder.find(collection.everything(), request.GET, path=request.path).queryset
    total, start = found.count(), (question.page - 1) * question.per_page
    pages = -(-total // question.per_page)
    links = page_links(request, page=question.page, pages=pages)
    response = answer({
        **credits_of(data_version.get()),
        "total": total, "page": question.page, "pages": pages, "per_page": question.per_page, "links": links,
        "items": collection.found(found[start : start + question.per_page]),
    })  # fmt: skip
    response["Link"] = link_header(links)
    return response


def _one(collection: Collection, wanted: str) -> HttpResponse:
    record = collection.one(wanted)
    if record is None:
        return problem(404, f"No public row of {collection.name} has this id.")
    return answer({**record, "credits": credits_of(data_version.get())})


@api.exception_handler(ValidationError)
def _not_read(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [f"{fault['loc'][-1]}: {fault['msg']}" for fault in error.errors[:5]]
    return problem(400, "; ".join(faults))


@api.exception_handler(Unknown)
def _not_known(request: HttpRequest, error: Unknown) -> HttpResponse:
    return problem(400, str(error))


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "There is nothing at this address.")
