"""/projects/data/: the data to take away, what its columns mean, and how good it is. Nothing here knows a reader."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.as_json import CONTENT_TYPE as JSON
from golab.exports.responses import streamed
from sibdb.models import Organisation, OutcomesFund
from sibdb.opendata import files
from sibdb.opendata.package import LICENCES, NAME, TYPES, citation, package
from sibdb.opendata.table import Table
from sibdb.opendata.tables import TABLES, counts
from sibdb.opendata.version import data_version
from sibdb.organisations.funds import funds, with_projects
from sibdb.organisations.reading import organisations, with_counts
from sibdb.projects.columns import TERMS, json_with_terms

ZIP = "application/zip"
ANY_SITE = {"Access-Control-Allow-Origin": "*"}  # pages of other sites may read it too


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """/projects/data/"""
    counted = counts()
    context = {
        "tables": [(table, counted[table.name]) for table in TABLES.values()],
        "rows": sum(counted.values()),
        "citation": citation(timezone.localdate()),
        "terms": TERMS,
        "licences": LICENCES,
        "section": "projects",
    }
    return render(request, "sibdb/data.html", context)


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """/projects/data/dictionary/"""
    return render(request, "sibdb/dictionary.html", {"tables": TABLES.values(), "types": TYPES, "section": "projects"})


@require_safe
def table_as_csv(request: HttpRequest, table: str) -> HttpResponseBase:
    """/projects/data/<table>.csv"""
    return _sent(files.table_csv(_table(table)), name=f"golab-{table}", extension="csv", content_type=CSV)


@require_safe
def table_as_json(request: HttpRequest, table: str) -> HttpResponseBase:
    """/projects/data/<table>.json"""
    chunks = files.table_json(_table(table), on=timezone.localdate())
    return _sent(chunks, name=f"golab-{table}", extension="json", content_type=JSON)


@require_safe
def everything_as_json(request: HttpRequest) -> HttpResponseBase:
    """/projects/data/everything.json"""
    chunks = files.all_json(on=timezone.localdate(), version=data_version.get())
    return _sent(chunks, name=NAME, extension="json", content_type=JSON)


@require_safe
def everything_zipped(request: HttpRequest) -> HttpResponseBase:
    """/projects/data/golab-sib-data.zip"""
    chunks = files.all_zipped(on=timezone.localdate(), version=data_version.get())
    return _sent(chunks, name=NAME, extension="zip", content_type=ZIP)


@require_safe
def descriptor(request: HttpRequest) -> HttpResponse:
    """/projects/data/datapackage.json: the tables beside it are its resources."""
    told = package(on=timezone.localdate(), version=data_version.get())
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=ANY_SITE)


@require_safe
def organisations_as_csv(request: HttpRequest) -> HttpResponseBase:
    """/organisations/export.csv"""
    return _list_as_csv(TABLES["organisations"], _organisations(request))


@require_safe
def organisations_as_json(request: HttpRequest) -> HttpResponseBase:
    """/organisations/export.json"""
    return _list_as_json(TABLES["organisations"], _organisations(request))


@require_safe
def funds_as_csv(request: HttpRequest) -> HttpResponseBase:
    """/funds/export.csv"""
    return _list_as_csv(TABLES["funds"], _funds(request))


@require_safe
def funds_as_json(request: HttpRequest) -> HttpResponseBase:
    """/funds/export.json"""
    return _list_as_json(TABLES["funds"], _funds(request))


def _organisations(request: HttpRequest) -> QuerySet:
    """What the query string asks of the organisations."""
    everyone = with_counts(Organisation.objects.public())
    return organisations.find(everyone, request.GET, path=reverse("organisations:list")).queryset


def _funds(request: HttpRequest) -> QuerySet:
    """What the query string asks of the funds."""
    everyone = with_projects(OutcomesFund.objects.public())
    return funds.find(everyone, request.GET, path=reverse("funds:list")).queryset


def _list_as_csv(table: Table, found: QuerySet) -> HttpResponseBase:
    chunks = csv_chunks(table.file_columns, table.rows(found))
    return _sent(chunks, name=f"golab-{table.name}", extension="csv", content_type=CSV)


def _list_as_json(table: Table, found: QuerySet) -> HttpResponseBase:
    chunks = json_with_terms(table.name, table.file_columns[: len(table.columns)], table.rows(found))
    return _sent(chunks, name=f"golab-{table.name}", extension="json", content_type=JSON)


def _table(name: str) -> Table:
    if name not in TABLES:
        raise Http404(f"No table {name}.")
    return TABLES[name]


def _sent(chunks: Iterable[bytes], *, name: str, extension: str, content_type: str) -> HttpResponseBase:
    response = streamed(chunks, name=name, extension=extension, content_type=content_type)
    for name, value in ANY_SITE.items():
        response[name] = value
    return response
