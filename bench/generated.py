"""A list with many rows, made for the measurement and gone after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

PROJECTS = 2_000
COUNTRIES = 40  # as many as projects are in, in the world
UNUSED_ID = 5_000  # no real project has an id from here on


@contextmanager
def many_projects(count: int = PROJECTS) -> Iterator[dict[str, str]]:
    """Addresses that list `count` projects, by name; none where there are no projects. Nothing of it is committed."""
    if not apps.is_installed("sibdb"):
        yield {}
        return
    from golab.taxonomy.models import Country, PolicyArea
    from tests.factories.sibdb import grow_projects

    projects = apps.get_model("sibdb.Project").objects
    with transaction.atomic():
        countries = Country.objects.order_by("code")[:COUNTRIES]
        grow_projects(count - projects.count(), areas=PolicyArea.objects.all(), countries=countries, start=UNUSED_ID)
        with connection.cursor() as cursor:  # as autovacuum would, some seconds later
            cursor.execute("ANALYZE")
        yield {f"{count} projects": "/projects/", f"{count} projects, table": "/projects/?view=table"}
        transaction.set_rollback(True)
