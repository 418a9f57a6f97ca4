"""BibTeX, entry by entry: bibtexparser reads each, with the strings defined before it."""

import logging
import re
from collections.abc import Iterator

import bibtexparser
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from bibtexparser.middlewares.enclosing import REMOVED_ENCLOSING_KEY
from bibtexparser.middlewares.names import InvalidNameError, NameParts
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, Field, ParsingFailedBlock

from golab.imports.registry import ImportFileError

# The parser's own idea of where a block starts: at the beginning of a line.
_START = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t]*(?=[{(])", re.MULTILINE)
_NOT_RECORDS = {"comment", "preamble"}
_BRACES = re.compile(r"(?<!\\)[{}]")
_LATEX = re.compile(r"[\\$~^]|--|``|''")
_NOT_KEPT = {"abstract", "file", "annotation"}  # other people's words, and what is on their disk
_splitting, _decoding, _nothing = (SeparateCoAuthors(), SplitNameParts()), LatexDecodingMiddleware(), Library()
_VERBATIM, _ESCAPED = {"url", "doi"}, re.compile(r"\\([_%&#~])")  # a tilde in an address is a tilde
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
    library = bibtexparser.parse_string("".join([*strings, "\n", block]))
    if fault := _fault(library):
        raise ImportFileError(fault, line=line)
    try:
        for split in _splitting:
            library = split.transform(library)
        return library.entries[0]
    except (InvalidNameError, IndexError) as error:
        raise ImportFileError("A name in this entry cannot be read.", line=line) from error


def _fault(library: Library) -> str:
    """What is wrong with the entry that was read, or nothing."""
    for failed in library.failed_blocks:
        if isinstance(failed, DuplicateFieldKeyBlock):
            return f"This entry gives {', '.join(sorted(failed.duplicate_keys))} twice. Keep one of the two."
        if isinstance(failed, ParsingFailedBlock):
            reason = getattr(failed.error, "abort_reason", "") or "a brace or a quotation mark does not close"
            return f"This entry cannot be read: {reason.rstrip('. ')}."
    for entry in library.entries:
        enclosed_by = entry.parser_metadata.get(REMOVED_ENCLOSING_KEY, {})
        for field in entry.fields:
            if enclosed_by.get(field.key) == "no-enclosing" and "=" in str(field.value):
                return f"A comma is missing after {field.key}."
    return "" if library.entries else "This entry cannot be read: a brace does not close."


def _fields(entry: Entry) -> dict[str, list[str]]:
    """Values by key. Names are told apart first and read as LaTeX then: braces hold a name together."""
    found: dict[str, list[str]] = {}
    for field in entry.fields:
        key = field.key.lower()
        if key in _NOT_KEPT:
            continue
        parts = field.value if isinstance(field.value, list) else [field.value]
        texts = [_name(part) if isinstance(part, NameParts) else str(part) for part in parts]
        texts = [_ESCAPED.sub(r"\1", text) if key in _VERBATIM else _plain(text) for text in texts]
        found[key] = _SEVERAL[key].split(texts[0]) if key in _SEVERAL else texts
    return found


def _plain(text: str) -> str:
    """Text without the marks of LaTeX. Reading them takes long, so what has none is left as it is."""
    if _LATEX.search(text):
        entry = Entry("plain", "plain", [Field("text", text)])
        _decoding.transform_entry(entry, _nothing)
        text = entry.fields[0].value
    return _BRACES.sub("", text)


def _name(name: NameParts) -> str:
    """As RIS writes a name: "Carter, Eleanor"; an organisation stands in braces and has no given name."""
    family, given = " ".join([*name.von, *name.last]), " ".join([*name.first, *name.jr])
    return f"{family}, {given}" if given else family
