"""Which fields an import may write: those that nobody has edited since an import wrote them (ADR 59)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from golab.imports.registry import Row, Values
from golab.pages.loading import digest
from sibdb.indigo.merged import as_merged, merged_ids
from sibdb.indigo.rows import STATUS, matched

WRITTEN, TOUCHED = "_written", "_touched"  # beside a record's stored values: never fields of a file


def fingerprint(value: object) -> str:
    """Of what a file brings: a row that staff hold back is not edited."""
    rows = value if isinstance(value, list) else []
    bare = [{name: each for name, each in row.items() if name not in STATUS} for row in rows if isinstance(row, dict)]
    return digest([bare or value])[:12]


def written(before: Mapping[str, str], values: Values) -> dict[str, str]:
    """What is remembered of a record once `values` were written into it."""
    return {**before, **{name: fingerprint(value) for name, value in values.items()}}


def settled(rows: Sequence[Row], stored: Mapping[str, Values]) -> list[Row]:
    """The rows without the fields that stay as a colleague has them; each is named in the row's note."""
    became = merged_ids()
    read = [_as_merged(row, became) if became and not row.errors else row for row in rows]
    return [_settled(row, stored[row.key]) if row.key in stored and not row.errors else row for row in read]


def _as_merged(row: Row, became: Mapping[str, str]) -> Row:
    if row.key in became:
        return _noted(replace(row, values={}), f"Nothing of it was read: it was merged into {became[row.key]}.")
    values, left_out = as_merged(row.values, became)
    if any(each["parent"] == row.key for each in values.get("parents") or ()):  # its parent became part of it
        del values["parents"]
    row = replace(row, values=values)
    if not left_out:
        return row
    names = ", ".join(name.replace("_", " ") for name in left_out)
    return _noted(row, f"Left as it is, since two rows of organisations that were merged differ: {names}.")


def _noted(row: Row, note: str) -> Row:
    return replace(row, note=f"{row.note}\n{note}".strip())


def _settled(row: Row, there: Values) -> Row:
    row = replace(row, values={name: _with_statuses(value, there.get(name)) for name, value in row.values.items()})
    kept = [name for name, value in row.values.items() if _is_a_colleagues(name, value, there)]
    if not kept:
        return row
    values = {name: value for name, value in row.values.items() if name not in kept}
    names = ", ".join(name.replace("_", " ") for name in kept)
    return _noted(replace(row, values=values), f"Left as a colleague has it: {names}.")


def _with_statuses(rows: object, there: object) -> object:
    """A file says nothing of what staff hold back: rows stay private, or disputed, as they are."""
    if not isinstance(rows, list) or not any(isinstance(was, dict) and "status" in was for was in there or ()):
        return rows
    same, instead = matched(rows, [(was, was) for was in there])
    return [row | _status(same.get(place) or instead.get(place) or {}) | row for place, row in enumerate(rows)]


def _status(was: Values) -> Values:
    return {name: was[name] for name in STATUS if name in was}


def _is_a_colleagues(name: str, value: object, there: Values) -> bool:
    """Whether a field differs from the file because somebody edited it."""
    stands = there.get(name)
    if stands in (value, None, "", []):
        return False
    remembered = there[WRITTEN].get(name)
    return there[TOUCHED] if remembered is None else remembered != fingerprint(stands)
