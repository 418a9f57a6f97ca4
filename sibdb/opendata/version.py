"""The version of the data: the same while nothing changes, another as soon as anything does."""

from hashlib import sha256

from django.db import connection

from golab.pages.snapshots import Snapshot
from golab.taxonomy.models import Country, Place, PolicyArea
from sibdb.models import Deflator, PriceProgramme, Project
from sibdb.opendata.tables import IN_DATABASE, TABLES


def _tables() -> list[str]:
    """The tables of the database that the public ones are made of."""
    models = {table.queryset().model for table in IN_DATABASE if table.queryset().model._meta.managed}
    models |= {PriceProgramme, Country, Place, PolicyArea, Deflator, Project}
    return sorted(model._meta.db_table for model in models)


def _build() -> str:
    """Of how many rows each table has, and which transactions wrote them.

    PostgreSQL keeps with each row (xmin) the transaction that wrote it, so bulk writes and statements by hand count
    too, which send no signals. A sum, not the latest: a long transaction may end after a younger one.
    """
    parts = " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM {connection.ops.quote_name(name)}"  # noqa: S608 (names of our own tables)
        for name in _tables()
    )
    held = [tuple(table.held()) for table in TABLES.values() if table.held]  # a release may bring other figures
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return sha256(repr((sorted(cursor.fetchall()), held)).encode()).hexdigest()[:32]


data_version: Snapshot[str] = Snapshot("data-version", _build)
