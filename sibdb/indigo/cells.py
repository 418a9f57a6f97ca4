"""A row's cells as values, and values as cells. What a field cannot hold stays in `extra`, and goes back as it came."""

from collections.abc import Iterable, Mapping, Sequence

from golab.imports.registry import Values
from sibdb.indigo.codecs import Member, Unreadable
from sibdb.indigo.columns import Column
from sibdb.indigo.words import STATUSES

EXTRA = "extra"
STATUS, DISPUTED = "Status", "INDIGO marks it as disputed."
_SECOND = "--"  # between an id that stands twice in a project and which of them it is


def read_cells(
    cells: Mapping[str, str], columns: Mapping[str, Column], skipped: Iterable[str]
) -> tuple[Values, list[str]]:
    """The values of a row, without those that are empty, and what could not be read as its column says."""
    values: Values = {}
    extra: Values = {}
    faults = []
    for header, cell in cells.items():
        text = cell.strip()
        if not text or header in skipped:
            continue
        if header == STATUS:
            values |= _status(text)
            continue
        column = columns.get(header)
        try:
            kept = text if column is None else _read_into(values, column, text)
        except Unreadable as error:
            kept = text
            faults.append(f"{header}: “{text[:80]}” {error}.")
        if kept:
            extra[header] = kept
    return (values | {EXTRA: extra} if extra else values), faults


def _status(text: str) -> Values:
    """What is not said to be public does not become so: an unknown word stays in the CMS."""
    status = STATUSES.get(text.upper(), "private")
    return (
        {} if status == "public" else {"status": status} | ({"status_note": DISPUTED} if status == "disputed" else {})
    )


def _read_into(values: Values, column: Column, text: str) -> str | list | None:
    """Set the field that a cell is read into. Returns what is to be kept of the cell besides."""
    value = column.codec.read(text)
    if isinstance(column.codec, Member):
        if value:
            values.setdefault(column.field, []).append(column.codec.key)
        return None if value else text
    if value in ("", []):
        return None
    values[column.field] = value
    return None if column.codec.keeps(text, value) else [text, value]


def write_cells(values: Values, columns: Mapping[str, Column], headers: Sequence[str]) -> dict[str, str]:
    """The cells of a row. A cell kept beside a field is written while the field still holds what was read from it."""
    extra = values.get(EXTRA) or {}
    return {header: _cell(header, columns.get(header), values, extra) for header in headers}


def _cell(header: str, column: Column | None, values: Values, extra: Values) -> str:
    kept = extra.get(header)
    if header == STATUS:
        return str(values.get("status", "public")).upper()
    if column is None:
        return kept or ""
    value = values.get(column.field)
    if isinstance(column.codec, Member):
        return "Yes" if column.codec.key in (value or []) else kept or ""
    if value in (None, "", []):
        return kept if isinstance(kept, str) else ""
    if isinstance(kept, list) and kept[1] == value:
        return kept[0]
    text = column.codec.write(value)
    return text.partition(_SECOND)[0] if column.field == "ref" else text


def put_aside(values: Values, columns: Mapping[str, Column], *fields: str) -> list[str]:
    """Take fields that cannot stand together out of a row and keep their cells. Returns the headers."""
    moved = []
    for column in columns.values():
        if column.field in fields and column.field in values:
            extra = values[EXTRA] = values.get(EXTRA) or {}
            kept = extra.get(column.header)
            value = values.pop(column.field)
            extra[column.header] = kept[0] if isinstance(kept, list) else column.codec.write(value)
            moved.append(column.header)
    return moved


def tell_apart(rows: Sequence[Values]) -> list[str]:
    """Give ids that stand twice a number of their own. Returns those ids."""
    seen: dict[tuple, int] = {}
    twice = []
    for row in rows:
        ref = row.get("ref", "")
        if "role" in row:
            key = (row["role"], row.get("organisation", ""), ref)
        elif ref:
            key = (ref,)
        else:
            continue
        times = seen.get(key, 0)
        seen[key] = times + 1
        if times:
            row["ref"] = f"{ref}{_SECOND}{times + 1}"
            twice += [ref] if ref else []
    return twice
