"""Reading files that people made with other programs."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence

from golab.imports.registry import ImportFileError

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def text_of(content: bytes, *, otherwise: str = "") -> str:
    """The text of a file in UTF-8, with or without its mark, or else in the encoding `otherwise`.

    Raises ImportFileError that names the line.
    """
    try:
        text = _decoded(content, otherwise)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "The file is not in UTF-8. Save it again and choose 'CSV UTF-8' or UTF-8 as its encoding."
        raise ImportFileError(message, line=line) from error
    if "\0" in text:  # PostgreSQL keeps no such text, and a file that holds it is a picture or a document
        message = "This is not a file of plain text. Save it as text in UTF-8."
        raise ImportFileError(message, line=text.count("\n", 0, text.index("\0")) + 1)
    return text


def _decoded(content: bytes, otherwise: str) -> str:
    if otherwise and content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not otherwise:
            raise
        return content.decode(otherwise, errors="replace")


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers, one at a time: a list of them would be larger than the file."""
    if "\n" not in text:  # as old Macs end them
        text = text.replace("\r", "\n")
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield number, text[start:end].rstrip("\r")
        start, number = end + 1, number + 1


def _with_ends(text: str) -> Iterator[str]:
    """The lines of a text with what ends them: `io.StringIO` would take four bytes for each letter."""
    return (found[0] for found in _LINE.finditer(text))


def csv_rows(text: bytes | str, *, required: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each record of a CSV file with a header, as its line number and its trimmed values by column name.

    Raises ImportFileError where a required column is missing or a record is longer than the header.
    """
    reader = csv.DictReader(_with_ends(text if isinstance(text, str) else text_of(text)), strict=True)
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
