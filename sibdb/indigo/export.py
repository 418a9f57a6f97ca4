"""Back into INDIGO's own columns, for data stewards. What is private goes with it, so this never leaves the CMS."""

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache

from golab.contentfiles import read_yaml
from golab.imports.registry import Values
from sibdb.indigo.cells import STATUS
from sibdb.indigo.files import numbered
from sibdb.indigo.plain import FUNDS, ORGANISATIONS, PIPELINES
from sibdb.indigo.projects import PROJECTS
from sibdb.indigo.records import HEADS, Head
from sibdb.indigo.shape import cells_of, rows_of

STORES = {"organisation": ORGANISATIONS, "fund": FUNDS, "project": PROJECTS, "pipeline": PIPELINES}
Rows = list[dict[str, str]]


def exported() -> dict[str, Rows]:
    """The rows of every file, by its name. A file with rows that are not public says so in a column of its own."""
    found: dict[str, Rows] = {}
    for head in HEADS:
        found |= _files(head, STORES[head.kind].all())
    return found


def _files(head: Head, records: Mapping[str, Values]) -> dict[str, Rows]:
    columns = {
        file: [*numbered(headers()[file]), STATUS] for file in (head.file, *(table.file for table in head.tables))
    }
    found: dict[str, Rows] = {file: [] for file in columns}
    for key, values in records.items():
        found[head.file].append(cells_of(head, key, values, columns[head.file]))
        for table in head.tables:
            found[table.file] += rows_of(table, key, values, columns[table.file])
    for rows in found.values():
        if all(row.get(STATUS, "") in ("", "PUBLIC") for row in rows):
            for row in rows:
                row.pop(STATUS, None)
    return found


def packed() -> bytes:
    """The files as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, rows in sorted(exported().items()):
            archive.writestr(file, "".join(_lines(file, rows)))
    return out.getvalue()


def _lines(file: str, rows: Rows) -> Iterator[str]:
    columns = headers()[file]
    extra = [STATUS] if rows and STATUS in rows[0] else []
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    names = [*numbered(columns), *extra]
    for cells in ([*columns, *extra], *([row.get(name, "") for name in names] for row in rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


@cache
def headers() -> dict[str, list[str]]:
    """The columns of each file, in their order."""
    return read_yaml("projects/indigo-headers.yaml")
