"""JSON: one array of objects, streamed."""

import json
from collections.abc import Iterable, Iterator, Sequence

from golab.exports.columns import Column, plain

CONTENT_TYPE = "application/json"
_CHUNK_ROWS = 100


def json_chunks(columns: Sequence[Column], rows: Iterable[object]) -> Iterator[bytes]:
    """The array in pieces of 100 rows, one object a line."""
    pieces = ["["]
    for number, row in enumerate(rows):
        record = {column.name: plain(column.value(row)) for column in columns}
        pieces.append(f"{',' if number else ''}\n{json.dumps(record, ensure_ascii=False, allow_nan=False)}")
        if len(pieces) > _CHUNK_ROWS:
            yield "".join(pieces).encode()
            pieces.clear()
    pieces.append("\n]\n")
    yield "".join(pieces).encode()
