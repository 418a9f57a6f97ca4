"""INDIGO's export, made smaller or with something changed."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence


def edited(text: str, column: str, value: str, **where: str) -> str:
    """A file with one cell changed, in the first row that has these values."""
    headers, *rows = table(text)
    wanted = {headers.index(name.replace("_", " ")): each for name, each in where.items()}
    row = next(row for row in rows if all(row[place] == each for place, each in wanted.items()))
    row[headers.index(column)] = value
    return written(headers, rows)


def table(text: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""))


def written(headers: list[str], rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([headers, *rows])
    return out.getvalue()


def repacked(content: bytes, change: Callable[[str, str], str], among: Sequence[str] = ()) -> bytes:
    """The ZIP with each text as `change(name, text)` gives it; only the files `among`, where they are named."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in among or before.namelist():
            after.writestr(name, change(name, before.read(name).decode()))
    return out.getvalue()


def changed(content: bytes, file: str, *args: str, **where: str) -> bytes:
    """The ZIP with one cell of a file changed."""
    return repacked(content, lambda name, text: edited(text, *args, **where) if name == file else text)


def of_project(content: bytes, indigo_id: str, among: Sequence[str]) -> bytes:
    """The files `among`, with the rows of one project."""

    def rows_of_it(name: str, text: str) -> str:
        headers, *rows = table(text)
        place = headers.index("ID" if name == "projects.csv" else "Project ID")
        return written(headers, (row for row in rows if row[place] == indigo_id))

    return repacked(content, rows_of_it, among)
