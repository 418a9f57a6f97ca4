"""The tables as files, made while they are sent: a row at a time in memory, whatever their size."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date

from golab.exports.as_csv import csv_chunks
from golab.exports.as_json import json_chunks
from sibdb.opendata.package import LICENCES, citation, package
from sibdb.opendata.table import Table
from sibdb.opendata.tables import TABLES
from sibdb.projects.columns import ATTRIBUTION, TERMS

ABOUT = "README.txt"
DESCRIPTOR = "datapackage.json"


def table_csv(table: Table) -> Iterator[bytes]:
    """A table as CSV."""
    return csv_chunks(table.file_columns, table.rows())


def table_json(table: Table, *, on: date) -> Iterator[bytes]:
    """A table as JSON: its terms, and under its name the rows."""
    yield from _within(_credits(on), _named([table]))


def all_json(*, on: date, version: str) -> Iterator[bytes]:
    """All tables as one object."""
    yield from _within({**_credits(on), "version": version}, _named(TABLES.values()))


def _credits(on: date) -> dict[str, object]:
    return {"attribution": ATTRIBUTION, "terms": TERMS, "licenses": list(LICENCES), "citation": citation(on)}


def _named(tables: Iterable[Table]) -> Iterator[bytes]:
    """Each table under its name, after a comma."""
    for table in tables:
        yield f', "{table.name}": '.encode()
        # What each row says of attribution and licence stands once at the head.
        yield from json_chunks(table.file_columns[: len(table.columns)], table.rows())


def _within(head: dict[str, object], pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield json.dumps(head, ensure_ascii=False)[:-1].encode()
    yield from pieces
    yield b"}\n"


class _Pipe:
    """What zipfile writes to and a response reads from: it keeps only what was not taken yet."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def all_zipped(*, on: date, version: str) -> Iterator[bytes]:
    """All tables as CSV with their descriptor, in one archive."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        descriptor = json.dumps(package(on=on, version=version), ensure_ascii=False, indent=2)
        archive.writestr(DESCRIPTOR, descriptor)
        archive.writestr(ABOUT, f"{citation(on)}\n\n{TERMS}\n\nEvery table and column is told in {DESCRIPTOR}.\n")
        for table in TABLES.values():
            with archive.open(f"{table.name}.csv", "w") as member:
                for chunk in table_csv(table):
                    member.write(chunk)
                    yield pipe.take()
    yield pipe.take()
