"""CSV by RFC 4180 in UTF-8: streamed, and safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from golab.exports.columns import Column, guarded, is_number, text_of

CONTENT_TYPE = "text/csv; charset=utf-8"
_CHUNK_ROWS = 100


class _Echo:
    """What csv needs of a file: it gets the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_chunks(columns: Sequence[Column], rows: Iterable[object], *, bom: bool = False) -> Iterator[bytes]:
    """The file in pieces of 100 rows. `bom` makes older versions of Excel see the encoding."""
    line = csv.writer(_Echo(), lineterminator="\r\n").writerow
    pieces = ["\ufeff" if bom else "", line([guarded(column.name) for column in columns])]
    for number, row in enumerate(rows, start=1):
        pieces.append(line([_cell(column.value(row)) for column in columns]))
        if number % _CHUNK_ROWS == 0:
            yield "".join(pieces).encode()
            pieces.clear()
    if pieces:
        yield "".join(pieces).encode()


def _cell(value: object) -> str:
    # A number is no formula, whatever its sign.
    return text_of(value) if is_number(value) else guarded(text_of(value))
