"""Projects by the thousand, made of the real ones with all their parts, for the measurement and gone after it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models, transaction
from modelcluster.models import get_all_child_relations

from bench.measure import Result

FEW, MANY = 400, 5_000
UNUSED_ID = 4_000  # no real project has an id from here on, and an id has four figures
# Country, stage, most that can be paid, and years, which leave more than a page of 25 rows.
FILTERED = "/projects/?country=GB&stage=implementation&stage=complete&value=1m-5m&value=5m-20m&year_from=2011"
LISTS = {
    "projects": "/projects/",
    "projects, filters": FILTERED,
    "projects, table": "/projects/?view=table",
    "projects, map": "/projects/?view=map",
}


@contextmanager
def many_projects(counts: tuple[int, ...] = (FEW, MANY)) -> Iterator[Iterator[dict[str, str]]]:
    """For each count in turn, addresses that list so many projects, by name; none where there are no projects.

    Nothing of it is committed.
    """
    if not apps.is_installed("sibdb") or not apps.get_model("sibdb.Project").objects.exists():
        yield iter(())
        return
    with transaction.atomic():
        yield _grown(counts)
        transaction.set_rollback(True)


def _grown(counts: tuple[int, ...]) -> Iterator[dict[str, str]]:
    from sibdb.projects.facets import choices
    from sibdb.projects.finder import projects_stamp

    for count in counts:
        multiply_projects(count)
        choices.forget()
        projects_stamp.forget()  # no signal tells of so many at once
        yield {f"{count} {name}": address for name, address in LISTS.items()}


def grown(few: Sequence[Result], many: Sequence[Result]) -> Iterator[str]:
    """For each list, what it takes with many projects beside what it takes with few. Both are counted in bare views of
    the same bytes, so that a machine that is busier the second time does not tell.
    """
    for short, long in zip(few, many, strict=True):
        yield f"  {long.page:26} {long.ratio / short.ratio:5.2f} times its own time at {short.page}"


def multiply_projects(count: int) -> None:
    """Copy the projects, one after the other and with all their parts, until there are `count`."""
    project = apps.get_model("sibdb.Project")
    there = project.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copies")
        cursor.execute(_COPIES, [UNUSED_ID + there, max(count - there, 0)])
        cursor.execute(_insert(project, _PROJECT, "p.id"))
        for relation in get_all_child_relations(project):  # its parts
            cursor.execute(_insert(relation.related_model, {"project_id": "c.new"}, "p.project_id"))
        for field in project._meta.many_to_many:
            cursor.execute(_insert(field.remote_field.through, {"project_id": "c.new"}, "p.project_id"))
        cursor.execute("ANALYZE")  # as autovacuum would, some seconds later


_COPIES = """
    CREATE TEMPORARY TABLE bench_copies ON COMMIT DROP AS
    SELECT id AS old, nextval('sibdb_project_id_seq') AS new, %s + row_number() OVER () AS number
    FROM (SELECT id FROM sibdb_project, generate_series(1, 1000) AS turn ORDER BY turn, id LIMIT %s) AS wanted
"""
_PROJECT = {
    "id": "c.new",
    "uuid": "gen_random_uuid()",
    "name": "p.name || ' ' || c.number",
    "slug": "'made-' || c.number",
    "indigo_id": "'INDIGO-POJ-' || c.number",
}


def _insert(model: type[models.Model], replaced: dict[str, str], old: str) -> str:
    """The statement that copies the rows of a table that belong to the copied projects."""
    own = {"uuid": "gen_random_uuid()"} | replaced
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if not field.generated and (not field.primary_key or field.column in own)
    ]
    values = ", ".join(own.get(column, f'p."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return (
        f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {values} '  # noqa: S608 (names of our own)
        f'FROM "{model._meta.db_table}" p JOIN bench_copies c ON {old} = c.old'
    )
