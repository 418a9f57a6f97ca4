"""The worksheets as pages use them, in one snapshot."""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.urls import reverse
from wagtail.blocks import StructValue

from golab.pages.snapshots import Snapshot


@dataclass(frozen=True)
class Column:
    """A column of a table to fill: `kind` is text, number or money."""

    label: str
    kind: str


@dataclass(frozen=True)
class Field:
    """A field of a worksheet: `kind` is text, long_text, number, money, date, choice or table."""

    key: str
    kind: str
    label: str
    help: str = ""
    takes_from: str = ""
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where something comes from."""

    title: str
    who: str
    url: str


@dataclass(frozen=True)
class Sheet:
    """A live worksheet."""

    key: str
    title: str
    introduction: str
    step_key: str
    fields: tuple[Field, ...]
    sources: tuple[Source, ...]

    @property
    def url(self) -> str:
        return reverse("journey:worksheet", args=[self.key])

    @cached_property
    def fields_by_key(self) -> dict[str, Field]:
        return {field.key: field for field in self.fields}


@dataclass(frozen=True)
class Sheets:
    """All live worksheets, in the order of the business case."""

    sheets: tuple[Sheet, ...]

    @cached_property
    def by_key(self) -> dict[str, Sheet]:
        return {sheet.key: sheet for sheet in self.sheets}


def _field(kind: str, value: StructValue) -> Field:
    options = tuple(value.get("options", ()))
    columns = tuple(Column(column["label"], column["kind"]) for column in value.get("columns", ()))
    named = {name: value[name] for name in ("key", "label", "help", "takes_from")}
    return Field(kind=kind, options=options, columns=columns, rows=tuple(value.get("rows", ())), **named)


def _build() -> Sheets:
    rows = apps.get_model("journey", "Worksheet").objects.filter(live=True).select_related("step")
    return Sheets(
        tuple(
            Sheet(
                row.key,
                row.title,
                row.introduction,
                row.step.slug if row.step else "",
                tuple(_field(block.block_type, block.value) for block in row.fields),
                tuple(Source(block.value["title"], block.value["who"], block.value["url"]) for block in row.sources),
            )
            for row in rows.order_by("sort_order", "pk")
        )
    )


worksheets = Snapshot("worksheets", _build)
