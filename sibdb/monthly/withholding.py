"""Whether the package of a snapshot may still be sent: what was public when it was taken may be private by now."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator

from django.core.cache import cache

from golab.exports.as_csv import csv_chunks
from sibdb.models import MonthlySnapshot
from sibdb.models.part import Status, Statused
from sibdb.opendata.table import CREDITS, Table
from sibdb.opendata.tables import IN_DATABASE
from sibdb.opendata.version import data_version

KEPT = 24 * 60 * 60  # seconds; another version of the data asks anew
_NOT_WORDS = {"status", "status_note", *(column.name for column in CREDITS)}
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
    """A private row is known by its id; where an import wrote rows anew, by all else that they say."""
    hidden = list(_private_lines(table))
    if not hidden:
        return False
    with archive.open(f"{table.name}.csv") as file:
        kept = {_id(line, table): line for line in _lines(io.TextIOWrapper(file, encoding="utf-8", newline=""))}
    if any(_id(line, table) in kept for line in hidden):
        return True
    words = {_words(line, table) for line in hidden}
    alike = [one for one, line in kept.items() if _words(line, table) in words]
    return bool(alike) and bool(set(alike) - _ids_now(table))


def _private_lines(table: Table) -> Iterator[Line]:
    """The private rows as the file would have them."""
    model = table.queryset().model
    rows = table.rows(model._base_manager.filter(status=Status.PRIVATE).order_by("pk"))
    yield from _lines(io.StringIO(b"".join(csv_chunks(table.file_columns, rows)).decode(), newline=""))


def _ids_now(table: Table) -> set[str]:
    sources = [column.source for column in table.columns if column.name in table.key]
    return {"\0".join(map(str, row)) for row in table.queryset().model._base_manager.values_list(*sources)}


def _lines(file: Iterable[str]) -> Iterator[Line]:
    return csv.DictReader(file)


def _id(line: Line, table: Table) -> str:
    return "\0".join(line[name] for name in table.key)


def _words(line: Line, table: Table) -> tuple[tuple[str, str], ...]:
    """What it says, in the columns that it has."""
    return tuple(sorted((name, text) for name, text in line.items() if name not in _NOT_WORDS | {*table.key}))
