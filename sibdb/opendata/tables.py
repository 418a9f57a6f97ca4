"""All public tables, by name, in the order in which readers get them."""

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast

from golab.taxonomy.models import PolicyArea
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
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *project_tables.TABLES, *outcome_tables.TABLES, *party_tables.TABLES, *price_tables.TABLES, policy_areas,
    )
}  # fmt: skip
PARTS = tuple(table for table in TABLES.values() if table.owner == "project")


def counts() -> dict[str, int]:
    """How many rows each table has, in one query."""
    first, *others = [
        table.queryset()
        .order_by()
        .annotate(counted=Cast(Value(table.name), CharField()))
        .values("counted")
        .annotate(rows=Count("pk"))
        .values_list("counted", "rows")
        for table in TABLES.values()
    ]
    return {**dict.fromkeys(TABLES, 0), **dict(first.union(*others, all=True))}
