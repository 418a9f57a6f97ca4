"""A sheet of a spreadsheet: what each format that has sheets is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from golab.exports.columns import Column


@dataclass(frozen=True)
class Sheet:
    """A table under a name. Two sheets of a file need names that differ in their first 31 letters."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[object]
