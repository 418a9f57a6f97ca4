"""The form of what the API answers, made of the public tables: a column is told once, for files and for this."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field, create_model

from sibdb.opendata.columns import LIST, DataColumn
from sibdb.opendata.package import meaning_in_files
from sibdb.opendata.table import Table

TYPES: dict[str, Any] = {
    LIST: list[str | int], "boolean": bool, "datetime": datetime, "date": date, "uuid": UUID, "integer": int,
    "number": float, "string": str,
}  # fmt: skip


class Problem(Schema):
    """What went wrong, by RFC 9457."""

    type: str
    title: str
    status: int
    detail: str | None = None


class PageLinks(Schema):
    """Addresses of pages; null where there is none."""

    self: str
    first: str
    prev: str | None
    next: str | None
    last: str


class RowLinks(Schema):
    """The row in the API, and the page for people."""

    self: str | None = None
    page: str | None = None


class Credited(Schema):
    """Whose data it is, on what terms, and which version of it."""

    attribution: str
    licence: str
    version: Annotated[str, Field(description="Changes whenever any of the data does.")]


class Paging(Credited):
    total: int
    page: int
    pages: int
    per_page: int
    links: PageLinks


def row_of(table: Table, name: str, **more: Any) -> type[Schema]:
    """A row of a table."""
    fields = {column.name: _field(column) for column in table.columns}
    return create_model(name, __base__=Schema, **fields, **more)


def _field(column: DataColumn) -> tuple:
    kind = TYPES[column.type]
    is_always = column.is_required or column.type == LIST
    return (kind if is_always else kind | None, Field(..., description=meaning_in_files(column)))


def page_of(row: type[Schema], name: str) -> type[Schema]:
    """A page of rows."""
    return create_model(name, __base__=Paging, items=(list[row], ...))  # type: ignore[valid-type]


def whole_of(table: Table, parts: dict[str, Table], name: str) -> type[Schema]:
    """A row with everything that belongs to it."""
    several = {key: (list[row_of(part, f"{name}{key.title().replace('_', '')}")], ...) for key, part in parts.items()}
    within = create_model(f"{name}Parts", __base__=Schema, **several)
    return row_of(table, name, links=(RowLinks, ...), parts=(within, ...), credits=(Credited, ...))
