"""Whether the package of a snapshot may still be sent: what was public when it was taken may be private by now."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from django.core.cache import cache
from django.db.models import QuerySet

from golab.exports.as_csv import csv_chunks
from sibdb.models import MonthlySnapshot
from sibdb.models.part import Status, Statused
from sibdb.opendata.table import CREDITS, Table
from sibdb.opendata.tables import IN_DATABASE, PARTS
from sibdb.opendata.version import data_version

KEPT = 24 * 60 * 60  # seconds; another version of the data asks anew
_NOT_WORDS = {"status", "status_note", *(column.name for column in CREDITS)}
INDIGO_ID, PROJECT_ID = "indigo_id", "project_id"
Line = dict[str, str]


def is_withheld(snapshot: MonthlySnapshot) -> bool:
    """Whether any row of its package is private now."""
    key = f"withheld:{snapshot.sha256}:{data_version.get_from_database()}"
    found = cache.get(key)
    if found is None:
        found = _tells_what_is_private(bytes(snapshot.package))
        cache.set(key, found, KEPT)
    return found


def _tells_what_is_private(package: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        names = set(archive.namelist())
        tables = [table for table in IN_DATABASE if issubclass(table.queryset().model, Statused)]
        return any(_tells(archive, table) for table in tables if f"{table.name}.csv" in names)


def _tells(archive: zipfile.ZipFile, table: Table) -> bool:
    """A private row is known by its id, or that of INDIGO. Where an import wrote rows anew, by all else that they say;
    and where what they say has changed too, any row of the same project that is gone may be the one.
    """
    hidden = list(_lines_of(table, table.queryset().model._base_manager.filter(status=Status.PRIVATE)))
    if not hidden:
        return False
    with archive.open(f"{table.name}.csv") as file:
        kept = list(csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline="")))
    if not kept:
        return False
    for known in (table.key, () if table in PARTS else (INDIGO_ID,)):
        if _named(hidden, known) & _named(kept, known):
            return True
    said = sorted(kept[0].keys() & hidden[0].keys() - _NOT_WORDS - {*table.key})  # a release may have other columns
    now = _ids_now(table)
    gone = [line for line in kept if _cells(line, table.key) not in now]
    if {_cells(line, said) for line in gone} & {_cells(line, said) for line in hidden}:
        return True
    return table in PARTS and _may_tell(table, hidden, gone, said)


def _may_tell(table: Table, hidden: list[Line], gone: list[Line], said: Sequence[str]) -> bool:
    """Whether a row is gone of a project that has a private one, and no row that readers see says the same."""
    owners = {line[PROJECT_ID] for line in hidden}
    theirs = {_cells(line, said) for line in gone if line[PROJECT_ID] in owners}
    if not theirs:
        return False
    shown = table.queryset().filter(**{f"{table.owner}__uuid__in": owners})
    return not theirs <= {_cells(line, said) for line in _lines_of(table, shown)}


def _lines_of(table: Table, rows: QuerySet) -> Iterator[Line]:
    """Rows as the file would have them."""
    content = b"".join(csv_chunks(table.file_columns, table.rows(rows.order_by("pk"))))
    yield from csv.DictReader(io.StringIO(content.decode(), newline=""))


def _ids_now(table: Table) -> set[tuple[str, ...]]:
    sources = [column.source for column in table.columns if column.name in table.key]
    return {tuple(map(str, row)) for row in table.queryset().model._base_manager.values_list(*sources)}


def _named(lines: Iterable[Line], names: Sequence[str]) -> set[tuple[str, ...]]:
    """What lines are known by, without those that have nothing there."""
    return {cells for line in lines if any(cells := _cells(line, names))}


def _cells(line: Line, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.get(name, "") for name in names)
