"""Reading files that people made with other programs."""

import csv
from collections.abc import Iterator, Sequence

from golab.imports.registry import ImportFileError


def text_of(content: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark. Raises ImportFileError that names the line."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "The file is not in UTF-8. Save it again and choose 'CSV UTF-8' or UTF-8 as its encoding."
        raise ImportFileError(message, line=line) from error


def csv_rows(content: bytes, *, required: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record of a CSV file with a header, as its line number and its trimmed values by column name.

    Raises ImportFileError where a required column is missing or a record is longer than the header.
    """
    reader = csv.DictReader(text_of(content).splitlines(keepends=True), strict=True)
    try:
        missing = [name for name in required if name not in (reader.fieldnames or [])]
        if missing:
            raise ImportFileError(f"These columns are missing: {', '.join(missing)}.", line=1)
        for row in reader:
            if None in row:
                raise ImportFileError("This record has more values than there are columns.", line=reader.line_num)
            yield reader.line_num, {name: (value or "").strip() for name, value in row.items()}
    except csv.Error as error:
        raise ImportFileError(f"This line cannot be read as CSV: {error}.", line=reader.reader.line_num) from error
