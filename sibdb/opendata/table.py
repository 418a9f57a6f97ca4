"""A public table: its columns, and the rows of it that readers may know of."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from golab.exports.columns import Column
from sibdb.opendata.columns import DataColumn, computed, points_to, told
from sibdb.projects.columns import ATTRIBUTION

ROWS_AT_ONCE = 500
LICENCE = "Facts: reuse with the attribution. Summaries: Government Outcomes Lab, CC BY 4.0."
# What stands at the end of each row of a file, so that a table on its own still says whose it is.
CREDITS = (
    computed("attribution", "", "Whose facts these are: name it when you reuse them."),
    computed("licence", "", "On what terms they may be reused."),
)


@dataclass(frozen=True, kw_only=True)
class Table:
    """`queryset` holds what may leave the CMS, or `held` gives the rows of what stands in a file of ours instead.

    `owner` is the path to the project, where rows belong to one.
    """

    name: str
    title: str
    meaning: str
    columns: tuple[DataColumn, ...]
    queryset: Callable[[], QuerySet] | None = None
    held: Callable[[], Iterable[tuple]] | None = None
    order: tuple[str, ...] = ()
    key: tuple[str, ...]
    owner: str = ""
    attribution: str = ATTRIBUTION

    @property
    def sources(self) -> list[str | Combinable]:
        return [column.source for column in self.columns]

    def rows(self, queryset: QuerySet | None = None) -> Iterator[tuple]:
        """Its rows in their order, or those of `queryset` in that of theirs; few at a time in memory."""
        if self.held:
            return iter(self.held())
        found = self.queryset().order_by(*self.order) if queryset is None else queryset
        return found.values_list(*self.sources).iterator(chunk_size=ROWS_AT_ONCE)

    def as_record(self, row: tuple) -> dict[str, Any]:
        """A row by the names of its columns; what is not recorded is None."""
        return {column.name: known(value) for column, value in zip(self.columns, row, strict=True)}

    @property
    def file_columns(self) -> list[Column]:
        """Its columns as exports have them, and whose facts they are."""
        own = [Column(column.name, column.heading, _at(place)) for place, column in enumerate(self.columns)]
        texts = (self.attribution, LICENCE)
        return own + [Column(c.name, c.heading, _always(text)) for c, text in zip(CREDITS, texts, strict=True)]

    @property
    def all_columns(self) -> tuple[DataColumn, ...]:
        """Those of its files."""
        return (*self.columns, *CREDITS)


def known(value: Any) -> Any:
    """A value, or None where the text is empty."""
    return None if value == "" else value


def _at(place: int) -> Callable[[tuple], Any]:
    return lambda row: known(row[place])


def _always(text: str) -> Callable[[tuple], str]:
    return lambda row: text


def part_table(
    model: type[models.Model], name: str, title: str, meaning: str, *columns: DataColumn,
    queryset: Callable[[], QuerySet] | None = None,
) -> Table:  # fmt: skip
    """A table of parts of projects, each with its project before it and its status after."""
    return Table(
        name=name,
        title=title,
        meaning=meaning,
        columns=(
            computed("row_id", "pk", ROW_ID, type="integer", is_required=True, is_unique=True),
            *of_project("project"),
            *columns,
            *statuses(model),
        ),
        queryset=queryset or model.objects.public,
        order=("project__indigo_id", "project_id", "sort_order", "pk"),
        key=("row_id",),
        owner="project",
    )


def of_project(path: str) -> tuple[DataColumn, DataColumn]:
    """Which project a row belongs to, by its permanent id and by that of INDIGO."""
    return (
        points_to("projects", "project_id", "project_id", path, "The project that the row belongs to."),
        computed(
            "indigo_id", f"{path}__indigo_id", "INDIGO's id of that project, where it has one.", label="INDIGO id"
        ),
    )


ROW_ID = "The row in this release. It may change when a record is read anew: follow rows by project_id and ref."


def statuses(model: type[models.Model]) -> tuple[DataColumn, DataColumn]:
    return (
        told(
            model, "status", "Whether the facts are agreed. Private rows are in no file.", is_required=True,
            codes={"public": "Public", "disputed": "Disputed"},
        ),
        told(model, "status_note", "Why the row is disputed, where it is."),
    )  # fmt: skip
