"""A list with many rows, made for the measurement and gone after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

PROJECTS = 2_000


@contextmanager
def many_projects(count: int = PROJECTS) -> Iterator[dict[str, str]]:
    """Addresses that list `count` projects, by name; none where there are no projects. Nothing of it is committed."""
    if not apps.is_installed("sibdb"):
        yield {}
        return
    from tests.factories.sibdb import ProjectFactory

    projects = apps.get_model("sibdb.Project").objects
    with transaction.atomic():
        ProjectFactory.create_batch(count - projects.count())
        with connection.cursor() as cursor:  # as autovacuum would, some seconds later
            cursor.execute("ANALYZE")
        yield {f"{count} projects": "/projects/", f"{count} projects, table": "/projects/?view=table"}
        transaction.set_rollback(True)
