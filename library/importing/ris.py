"""RIS, record by record: rispy reads each, and what is no record is found with its line."""

import re
from collections.abc import Iterator

import rispy
from rispy.config import TAG_KEY_MAPPING

from golab.imports.reading import lines_of
from golab.imports.registry import ImportFileError

_TAG = re.compile(r"^([A-Z][A-Z0-9])  ?-(?: (.*))?$")
NO_START = "A record has to begin with a line “TY  - ”, and this one does not."
NO_END = "The record that begins at line {} has no line “ER  - ” at its end."
# Tags keep their own names, each with all that stands under it.
_TAGS = {tag: tag for tag in TAG_KEY_MAPPING} | {tag: tag for tag in ("BT", "CT")}


def records(text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Each record as the line on which it begins, and its values by tag.

    Raises ImportFileError for a line that belongs to no record, and for a record that does not end.
    """
    lines: list[str] = []
    start = 0
    for number, raw in lines_of(text):
        line = raw.rstrip()
        tag = _TAG.match(line)
        if fault := _fault(tag[1] if tag else "", line, start=start if lines else 0):
            raise ImportFileError(fault, line=number)
        if not lines:
            start = number
        if lines or tag:
            lines.append(_standard(tag, line))
        if tag and tag[1] == "ER":
            yield start, _read(lines)
            lines = []
    if lines:
        raise ImportFileError(NO_END.format(start), line=start)


def _fault(tag: str, line: str, *, start: int) -> str:
    """What is wrong with a line, or nothing. `start` is where the record that it stands in began, 0 outside of one."""
    if not start:
        return NO_START if line.strip() and tag != "TY" else ""
    return NO_END.format(start) if tag == "TY" else ""


def _standard(tag: re.Match | None, line: str) -> str:
    """As the standard writes it: some programs leave out a space."""
    return f"{tag[1]}  - {tag[2] or ''}" if tag else line


def _read(lines: list[str]) -> dict[str, list[str]]:
    parser = rispy.RisParser(mapping=_TAGS, list_tags=list(_TAGS), delimiter_tags_mapping={}, skip_unknown_tags=True)
    (record,) = parser.parse_lines(iter(lines))
    return {tag: [values] if isinstance(values, str) else values for tag, values in record.items()}
