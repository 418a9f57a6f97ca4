"""All public tables, by name, in the order in which readers get them."""

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast

from golab.taxonomy.models import PolicyArea
from sibdb import rates
from sibdb.opendata import outcome_tables, party_tables, price_tables, project_tables
from sibdb.opendata.columns import computed
from sibdb.opendata.table import Table

policy_areas = Table(
    name="policy_areas",
    title="Policy areas",
    meaning="The policy areas that projects count in.",
    columns=(
        computed("policy_area", "slug", "The area, as other tables name it.", is_required=True, is_unique=True),
        computed("name", "name", "Its name.", is_required=True),
    ),
    queryset=PolicyArea.objects.all,
    order=("sort_order", "pk"),
    key=("policy_area",),
)
exchange_rates = Table(
    name="exchange_rates",
    title="Rates of exchange",
    meaning="One row for each year and currency: the rate at which amounts are converted to pounds.",
    columns=(
        computed("year", "", "The calendar year that the rate is the average of.", type="integer", is_required=True),
        computed("currency", "", "Currency by ISO 4217.", is_required=True, pattern="^[A-Z]{3}$"),
        computed("per_pound", "", f"Units of the currency for one pound. {rates.SOURCE}.", type="number",
                 is_required=True),
    ),
    held=rates.rows,
    key=("year", "currency"),
    attribution="European Central Bank, euro foreign exchange reference rates",
)  # fmt: skip
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *project_tables.TABLES, *outcome_tables.TABLES, *party_tables.TABLES, *price_tables.TABLES, policy_areas,
        exchange_rates,
    )
}  # fmt: skip
IN_DATABASE = tuple(table for table in TABLES.values() if table.queryset)
PARTS = tuple(table for table in TABLES.values() if table.owner == "project")


def counts() -> dict[str, int]:
    """How many rows each table has, in one query and from our own files."""
    first, *others = [
        table.queryset()
        .order_by()
        .annotate(counted=Cast(Value(table.name), CharField()))
        .values("counted")
        .annotate(rows=Count("pk"))
        .values_list("counted", "rows")
        for table in IN_DATABASE
    ]
    held = {table.name: sum(1 for _ in table.held()) for table in TABLES.values() if table.held}
    return {**dict.fromkeys(TABLES, 0), **held, **dict(first.union(*others, all=True))}
