"""The lists and the tables as spreadsheets, made in the background. Each file says whose facts it holds."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from golab.exports import recipes
from golab.exports.columns import Column
from golab.exports.serving import spreadsheet
from golab.exports.sheets import Sheet
from golab.pages.finder.finder import Finder
from golab.pages.snapshots import start_request
from sibdb.models import Organisation, OutcomesFund, PricedOutcome, Project
from sibdb.opendata.package import LICENCES, citation
from sibdb.opendata.tables import TABLES
from sibdb.opendata.version import data_version
from sibdb.organisations.funds import funds, with_projects
from sibdb.organisations.reading import organisations, with_counts
from sibdb.prices.columns import price_columns
from sibdb.prices.deflation import latest_deflation
from sibdb.prices.views import find_prices
from sibdb.projects import finder
from sibdb.projects.columns import PROJECT_COLUMNS, TERMS
from sibdb.projects.views import find

ROWS_AT_ONCE = 200
EVERYTHING = "golab-sib-data"
PROJECTS, PRICES = "golab-projects", "golab-outcome-prices"
ORGANISATIONS, FUNDS = "golab-organisations", "golab-funds"
_ABOUT = [Column("about", "About this file", lambda line: line)]


def _about() -> Sheet:
    """The first thing that who opens the file reads, and the last sheet of it."""
    lines = [citation(timezone.localdate()), TERMS, *(f"{one['title']}: {one['path']}" for one in LICENCES)]
    return Sheet("About", _ABOUT, lines)


def _asked(which: Finder, everything: QuerySet, question: str) -> QuerySet:
    return which.find(everything, QueryDict(question.removeprefix("?")), path="").queryset


def _projects(question: str) -> Iterator[Sheet]:
    rows = _asked(finder.projects, Project.objects.published(), question).for_files()
    yield Sheet("Projects", PROJECT_COLUMNS, rows.iterator(chunk_size=ROWS_AT_ONCE))
    yield _about()


def _prices(question: str) -> Iterator[Sheet]:
    rows = _asked(finder.prices, PricedOutcome.objects.all(), question).for_lists()
    yield Sheet("Outcome prices", price_columns(latest_deflation()), rows.iterator(chunk_size=ROWS_AT_ONCE))
    yield _about()


def _organisations(question: str) -> Iterator[Sheet]:
    table = TABLES["organisations"]
    rows = _asked(organisations, with_counts(Organisation.objects.public()), question)
    yield Sheet("Organisations", table.file_columns, table.rows(rows))
    yield _about()


def _funds(question: str) -> Iterator[Sheet]:
    table = TABLES["funds"]
    rows = _asked(funds, with_projects(OutcomesFund.objects.public()), question)
    yield Sheet("Outcomes funds", table.file_columns, table.rows(rows))
    yield _about()


def _everything(question: str) -> Iterator[Sheet]:
    yield _about()
    for table in TABLES.values():
        yield Sheet(table.title, table.file_columns[: len(table.columns)], table.rows())


SHEETS = {PROJECTS: _projects, PRICES: _prices, ORGANISATIONS: _organisations, FUNDS: _funds, EVERYTHING: _everything}


def register() -> None:
    """Tell the worker what can be made; once, from the app's ready()."""
    for name, sheets in SHEETS.items():
        recipes.register(
            recipes.Recipe(name=name, sheets=sheets, version=data_version.get, begin=start_request)
        )  # fmt: skip


@require_safe
def projects(request: HttpRequest, kind: str) -> HttpResponseBase:
    """/projects/export.xlsx, .ods"""
    found = find(request)
    return _sent(request, PROJECTS, kind, found.query_string, found.path)


@require_safe
def prices(request: HttpRequest, kind: str) -> HttpResponseBase:
    """/prices/export.xlsx, .ods"""
    found = find_prices(request)
    return _sent(request, PRICES, kind, found.query_string, found.path)


@require_safe
def all_organisations(request: HttpRequest, kind: str) -> HttpResponseBase:
    """/organisations/export.xlsx, .ods"""
    found = organisations.find(Organisation.objects.public(), request.GET, path=reverse("organisations:list"))
    return _sent(request, ORGANISATIONS, kind, found.query_string, found.path)


@require_safe
def all_funds(request: HttpRequest, kind: str) -> HttpResponseBase:
    """/funds/export.xlsx, .ods"""
    found = funds.find(OutcomesFund.objects.public(), request.GET, path=reverse("funds:list"))
    return _sent(request, FUNDS, kind, found.query_string, found.path)


@require_safe
def everything(request: HttpRequest, kind: str) -> HttpResponseBase:
    """/projects/data/everything.xlsx, .ods"""
    return _sent(request, EVERYTHING, kind, "", reverse("sibdb:data"))


def _sent(request: HttpRequest, recipe: str, kind: str, question: str, path: str) -> HttpResponseBase:
    return spreadsheet(request, recipe=recipe, kind=kind, question=question, back=f"{path}{question}")
