"""Taking the snapshot of a month: once, of one state of the data, whatever else is going on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256

from django.db import connection, transaction
from django.utils import timezone

from golab.pages.finder.terms import terms
from sibdb.landscape.figures import landscapes
from sibdb.models import MonthlySnapshot, Project
from sibdb.monthly.figures import plain
from sibdb.opendata.files import all_zipped
from sibdb.opendata.tables import counts
from sibdb.opendata.version import data_version


def take(*, now: datetime) -> bool:
    """Keep the figures and the data of this month, unless that was done. Returns whether this call did it.

    A month in which nobody asked stays without one: what the data was then is not known any more. A hub without
    projects has nothing to keep.
    """
    today = timezone.localdate(now)
    month = today.replace(day=1)
    if MonthlySnapshot.objects.filter(month=month).exists() or not Project.objects.published().exists():
        return False
    with _one_state_of_the_data():
        terms.get_from_database()
        figures, tables = plain(landscapes.build()), counts()
        package = b"".join(all_zipped(on=today, version=data_version.build()))
    taken = MonthlySnapshot(
        month=month, taken_at=now, figures=figures, tables=tables, package=package, size=len(package),
        sha256=sha256(package).hexdigest(),
    )  # fmt: skip
    # Of two workers at once the first one's stays.
    MonthlySnapshot.objects.bulk_create([taken], ignore_conflicts=True)
    return MonthlySnapshot.objects.filter(month=month, taken_at=now, sha256=taken.sha256).exists()


@contextmanager
def _one_state_of_the_data() -> Iterator[None]:
    """Every statement within sees the same rows, so that figures and package agree while an import writes."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
