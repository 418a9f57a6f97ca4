"""What a Frictionless data package says of the tables: schema, keys, terms, sources, and how to cite them."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from sibdb.opendata.columns import LIST, DataColumn
from sibdb.opendata.table import Table
from sibdb.opendata.tables import TABLES
from sibdb.projects.columns import ATTRIBUTION, TERMS

NAME = "golab-sib-data"
TITLE = "The SIB project database: projects that pay for outcomes, their prices, payments and results"
LICENCES = (
    {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "Creative Commons Attribution 4.0: summaries and groupings of the Government Outcomes Lab",
    },
    {
        "name": "OGL-UK-3.0",
        "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
        "title": "Open Government Licence 3.0: prices on rate cards of UK departments, codes of places",
    },
)
SOURCES = (
    {"title": ATTRIBUTION, "path": "https://golab.bsg.ox.ac.uk/knowledge-bank/indigo/"},
    {"title": "Department for Work and Pensions; Ministry of Housing, Communities and Local Government: rate cards"},
    {"title": "Office for National Statistics: names and codes of places in the United Kingdom"},
    {"title": "European Central Bank: euro foreign exchange reference rates"},
)
TYPES = {LIST: "string", "uuid": "string"}


def citation(on: date) -> str:
    """How to cite the data as they stood on a day."""
    address = settings.SITE_URL.rstrip("/") + reverse("sibdb:data")
    return f"{ATTRIBUTION}. SIB project database. Release of {on.day} {on:%B %Y}. {address}"


def package(*, on: date, version: str) -> dict[str, Any]:
    """The descriptor, as `datapackage.json` has it."""
    return {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": TITLE,
        "description": f"{TERMS} Text that a spreadsheet could run as a formula has an apostrophe before it.",
        "homepage": settings.SITE_URL.rstrip("/") + reverse("sibdb:data"),
        "version": f"{on.isoformat()}+{version[:12]}",
        "created": f"{on.isoformat()}T00:00:00Z",
        "citation": citation(on),
        "attribution": ATTRIBUTION,
        "licenses": list(LICENCES),
        "sources": list(SOURCES),
        "resources": [resource(table) for table in TABLES.values()],
    }


def resource(table: Table) -> dict[str, Any]:
    """A table as a resource of the package."""
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "licenses": list(LICENCES),
        "sources": list(SOURCES),
        "schema": schema(table),
    }


def schema(table: Table) -> dict[str, Any]:
    """Its columns, primary key and foreign keys, by the Table Schema."""
    told: dict[str, Any] = {
        "fields": [_field(column) for column in table.all_columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if keys := [_foreign_key(table, column) for column in table.columns if column.to]:
        told["foreignKeys"] = keys
    return told


def _foreign_key(table: Table, column: DataColumn) -> dict[str, Any]:
    own = column.to == table.name
    return {
        "fields": [column.name],
        "reference": {"resource": "" if own else column.to, "fields": [column.to_column]},
    }


def _field(column: DataColumn) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": TYPES.get(column.type, column.type),
        "title": column.heading,
        "description": meaning_in_files(column),
    }
    if column.type == "uuid":
        told["format"] = "uuid"
    if limits := _limits(column):
        told["constraints"] = limits
    return told


def meaning_in_files(column: DataColumn) -> str:
    """What a column means, with the meanings of its codes and how a list is written."""
    codes = "; ".join(f"{code}: {label}" for code, label in column.codes.items())
    several = "Several are joined by semicolons." if column.type == LIST else ""
    return " ".join(filter(None, [column.meaning, several, f"Codes: {codes}." if codes else ""]))


def _limits(column: DataColumn) -> dict[str, Any]:
    is_text = TYPES.get(column.type, column.type) == "string"
    limits = {
        "required": column.is_required,
        "unique": column.is_unique,
        "enum": list(column.codes) if column.codes and column.type != LIST else None,
        "pattern": column.pattern if is_text else "",
        "minimum": column.lowest,
    }
    return {name: value for name, value in limits.items() if value not in (None, "", False)}
