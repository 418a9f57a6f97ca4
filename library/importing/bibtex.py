"""BibTeX, entry by entry: bibtexparser reads each, with the strings defined before it."""

import logging
import re
from collections.abc import Iterator

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.middlewares.names import InvalidNameError, NameParts
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from golab.imports.registry import ImportFileError

# The parser's own idea of where a block starts: at the beginning of a line.
_START = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*(?=[{(])", re.MULTILINE)
_NOT_RECORDS = {"comment", "preamble"}
_BRACES = re.compile(r"(?<!\\)[{}]")
_SEVERAL = {"keywords": re.compile(r"[,;]")}
logging.getLogger("bibtexparser.splitter").setLevel(logging.CRITICAL)  # what it warns of, we say ourselves


def entries(text: str) -> Iterator[tuple[int, str, dict[str, list[str]]]]:
    """Each entry as the line on which it begins, its type, and its values by key.

    Raises ImportFileError where braces do not close or an entry cannot be read.
    """
    strings: list[str] = []
    line, done = 1, 0
    starts = list(_START.finditer(text))
    for place, start in enumerate(starts):
        line += text.count("\n", done, start.start())
        done = start.start()
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        kind, block = start[1].lower(), text[start.start() : end]
        if kind == "string":
            strings.append(block)
        elif kind not in _NOT_RECORDS:
            yield line, kind, _fields(_entry(block, strings, line))
    if not starts:
        raise ImportFileError("There is no entry: one begins with @article{ or the like.", line=1)


def _entry(block: str, strings: list[str], line: int) -> Entry:
    stack = [LatexDecodingMiddleware(), SeparateCoAuthors(), SplitNameParts()]
    try:
        library = bibtexparser.parse_string("".join([*strings, "\n", block]), append_middleware=stack)
    except InvalidNameError as error:
        raise ImportFileError(f"A name in this entry cannot be read: {error}.", line=line) from error
    for failed in library.failed_blocks:
        if isinstance(failed, DuplicateFieldKeyBlock):
            twice = ", ".join(sorted(failed.duplicate_keys))
            raise ImportFileError(f"This entry gives {twice} twice. Keep one of the two.", line=line)
        if isinstance(failed, ParsingFailedBlock):
            reason = getattr(failed.error, "abort_reason", "") or "a brace or a quotation mark does not close"
            raise ImportFileError(f"This entry cannot be read: {reason.rstrip('. ')}.", line=line)
    if not library.entries:
        raise ImportFileError("This entry cannot be read: a brace does not close.", line=line)
    return library.entries[0]


def _fields(entry: Entry) -> dict[str, list[str]]:
    return {field.key.lower(): _texts(field.key.lower(), field.value) for field in entry.fields}


def _texts(key: str, value: object) -> list[str]:
    if isinstance(value, list):
        return [_name(part) for part in value]
    text = _BRACES.sub("", str(value))
    return _SEVERAL[key].split(text) if key in _SEVERAL else [text]


def _name(name: NameParts | str) -> str:
    """As RIS writes a name: "Carter, Eleanor"; an organisation stands in braces and has no given name."""
    if isinstance(name, str):
        return _BRACES.sub("", name)
    family = " ".join([*name.von, *name.last])
    given = " ".join([*name.first, *name.jr])
    return _BRACES.sub("", f"{family}, {given}" if given else family)
