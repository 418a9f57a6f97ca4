"""From the content of a file to its records, whatever it is written in: what each field says, in the file's words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from golab.imports.reading import csv_rows, lines_of, text_of
from golab.imports.registry import ImportFileError
from library.identifiers import DOI, normalised_doi
from library.importing import bibtex, ris
from library.importing.table import TABLE, TYPES_OF_BIBTEX, TYPES_OF_RIS
from library.reading import REQUIRED, row_of

# Files of older programs; every byte is a character of theirs, so that nothing is left unread.
OLDER = "cp1252"
FORMATS = {"ris": "RIS", "bib": "BibTeX", "txt": "a list of DOIs", "csv": "CSV"}
_STARTS = {
    "ris": re.compile(r"\s*TY  ?-"),
    "bib": re.compile(r"[^@]{0,2000}?^\s*@\s*\w+\s*[{(]", re.MULTILINE),
    "txt": re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.\d{4,9}/[^\s,]+\s*(?:$|[\s,;])",
                      re.IGNORECASE),
}  # fmt: skip
NO_DOI = "“{}” is not a DOI. One begins with 10. and has a slash."
_AFTER_DOI = re.compile(r"(?<=doi:)\s+", re.IGNORECASE)
_BETWEEN_DOIS = re.compile(r"[\s,;]*\s[\s,;]*")


@dataclass(frozen=True)
class Found:
    """A record of a file: where it stands, its values by field, and what is wrong with it."""

    line: int
    values: dict[str, object]
    errors: Sequence[str] = field(default_factory=tuple)


def records_of(content: bytes, name: str) -> Iterator[Found]:
    """The records of a file, one by one. Raises ImportFileError, with its line, for a file that cannot be read."""
    text = text_of(content, otherwise=OLDER)
    return {"ris": _of_ris, "bib": _of_bibtex, "txt": _of_dois, "csv": _of_csv}[format_of(text, name)](text)


def format_of(text: str, name: str) -> str:
    """What a file is written in: its beginning says more than its name, for pasted text has none."""
    for kind, start in _STARTS.items():
        if start.match(text):
            return kind
    named = name.rpartition(".")[2].lower()
    return named if named in FORMATS else "csv"


def _of_ris(text: str) -> Iterator[Found]:
    for line, tags in ris.records(text):
        values = _values(tags, "ris")
        kind = one(tags.get("TY")).upper()
        yield Found(line, {**values, "type": TYPES_OF_RIS.get(kind, "Report")})


def _of_bibtex(text: str) -> Iterator[Found]:
    for line, kind, fields in bibtex.entries(text):
        yield Found(line, {**_values(fields, "bibtex"), "type": TYPES_OF_BIBTEX.get(kind, "Report")})


def _of_csv(text: str) -> Iterator[Found]:
    for line, row in csv_rows(text, required=()):
        cells = {heading.strip().lower().replace("_", " "): cell for heading, cell in row.items() if heading}
        if not cells.keys() & {"title", "doi"}:
            raise ImportFileError("There is no column named title or doi. Name the columns in the first line.", line=1)
        if row.keys() >= set(REQUIRED):  # the form of the content folder
            of_ours = row_of(line, row)
            values = {name: value for name, value in of_ours.values.items() if value not in ("", [], False)}
            yield Found(line, values, of_ours.errors)
        else:
            yield Found(line, _values(_in_parts(cells), "csv"))


def _in_parts(cells: dict[str, str]) -> dict[str, list[str]]:
    """Cells that hold several values, taken apart."""
    between = {column: f"[{entry.parts}]" for entry in TABLE if entry.parts for column in entry.csv}
    return {name: re.split(between[name], cell) if name in between else [cell] for name, cell in cells.items()}


def _of_dois(text: str) -> Iterator[Found]:
    for number, line in lines_of(text):
        if line.lstrip().startswith("#"):
            continue
        for word in filter(None, _BETWEEN_DOIS.split(_AFTER_DOI.sub("", line.strip()))):
            doi = normalised_doi(word.rstrip(",;."))
            yield Found(number, {"doi": doi}, () if re.match(DOI, doi) else (NO_DOI.format(word[:80]),))


def _values(said: dict[str, list[str]], form: str) -> dict[str, object]:
    """What a record says, by our fields; what is empty is left out."""
    values: dict[str, object] = {}
    for entry in TABLE:
        texts = [said.get(name, []) for name in getattr(entry, form)]
        held = [text for group in texts for text in group] if entry.takes_all else next(filter(any, texts), [])
        value = entry.read(held) if held else ""
        if value not in ("", []):
            values.setdefault(entry.field, value)
    return values


def one(texts: Sequence[str] | None) -> str:
    """The first, or nothing."""
    return texts[0].strip() if texts else ""
