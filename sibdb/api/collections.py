"""What the API has: of each collection its table, its finder, and what belongs to a row of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from golab.pages.finder.finder import Finder
from sibdb.api.answers import absolute
from sibdb.models import Organisation, OutcomesFund, PricedOutcome, Project
from sibdb.opendata import party_tables, price_tables, project_tables
from sibdb.opendata.table import Table, known
from sibdb.opendata.tables import PARTS
from sibdb.organisations.funds import funds, with_projects
from sibdb.organisations.reading import organisations, with_counts
from sibdb.projects import finder

INDIGO_ID = re.compile(r"INDIGO-[A-Z]+-[0-9]{4}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Collection:
    """`parts` are tables with the path from their rows to the row that they belong to."""

    table: Table
    finder: Finder
    everything: Callable[[], QuerySet]
    address: str = ""  # name of the page for people
    parts: dict[str, tuple[Table, str]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.table.key[0]

    @property
    def name(self) -> str:
        return self.table.name

    def found(self, queryset: QuerySet) -> list[dict[str, Any]]:
        """The rows of a queryset, each with its links."""
        return [self._linked(self.table.as_record(row)) for row in queryset.values_list(*self.table.sources)]

    def one(self, wanted: str) -> dict[str, Any] | None:
        """The row with this permanent id, or INDIGO's, with all that belongs to it; one query."""
        rows = self.everything().filter(_named(wanted)).values_list(
            *self.table.sources, *(_rows(*part) for part in self.parts.values())
        )  # fmt: skip
        row = rows.first()
        if row is None:
            return None
        width = len(self.table.columns)
        record = self._linked(self.table.as_record(row[:width]))
        parts = zip(self.parts.items(), row[width:], strict=True)
        record["parts"] = {name: [_in_order(table, found) for found in rows] for (name, (table, _)), rows in parts}
        return record

    def _linked(self, record: dict[str, Any]) -> dict[str, Any]:
        if self.address:
            itself = reverse(f"api:{self.name}-one", args=[record[self.key]])
            page = reverse(self.address, args=[record["slug"]])
            record["links"] = {"self": absolute(itself), "page": absolute(page)}
        return record


def _named(wanted: str) -> Q:
    if INDIGO_ID.fullmatch(wanted):
        return Q(indigo_id=wanted.upper())
    try:
        return Q(uuid=UUID(wanted))
    except ValueError:
        return Q(pk__in=[])


def _rows(table: Table, path: str) -> ArraySubquery:
    """What belongs to a row, as objects."""
    columns = {column.name: _expression(column.source) for column in table.columns}
    rows = table.queryset().filter(**{path: OuterRef("pk")}).order_by(*table.order)
    return ArraySubquery(rows.values(one=JSONObject(**columns)))


def _expression(source: Any) -> Any:
    return F(source) if isinstance(source, str) else source


def _in_order(table: Table, found: dict[str, Any]) -> dict[str, Any]:
    return {column.name: known(found[column.name]) for column in table.columns}


PROJECTS = Collection(
    table=project_tables.projects,
    finder=finder.projects,
    everything=Project.objects.published,
    address="sibdb:project",
    parts={table.name: (table, "project") for table in PARTS},
)
ORGANISATIONS = Collection(
    table=party_tables.organisations,
    finder=organisations,
    everything=lambda: with_counts(Organisation.objects.public()),
    address="organisations:organisation",
    parts={
        "organisation_identifiers": (party_tables.organisation_ids, "organisation"),
        "roles": (party_tables.roles, "organisation"),
    },
)
FUNDS = Collection(
    table=party_tables.funds,
    finder=funds,
    everything=lambda: with_projects(OutcomesFund.objects.public()),
    address="funds:fund",
    parts={
        "project_funds": (project_tables.funds_of_projects, "outcomesfund"),
        "fund_organisations": (party_tables.fund_organisations, "fund"),
        "fund_documents": (party_tables.fund_documents, "fund"),
        "fund_countries": (party_tables.fund_areas, "fund"),
    },
)
PRICES = Collection(table=price_tables.prices, finder=finder.prices, everything=PricedOutcome.objects.all)
COLLECTIONS = {collection.name: collection for collection in (PROJECTS, ORGANISATIONS, FUNDS, PRICES)}
