"""References in the CMS's imports: `golab.imports` shows what would change, applies it and takes it back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from golab.imports.registry import ImportRowError, Row, Values
from golab.pages.imported import EditedSince, RecordImporter
from library.actions import imported
from library.importing.files import Found, records_of
from library.importing.sameness import LONGEST_DOI, Name, Seen
from library.importing.settling import settled
from library.models import Publication

MISSING = "The record has neither a title nor a DOI."
KEPT = "A colleague has edited this publication since, so it was left as it is."


class PublicationImporter(RecordImporter):
    """RIS, BibTeX, CSV and lists of DOIs. What cannot be shown yet is held as a draft."""

    records = imported
    kept = KEPT
    kind = "publications"
    label = "Publications"
    help_text = (
        "References from RIS (EndNote, Zotero, Mendeley), BibTeX, a CSV file with a column title or doi, or a list of "
        "DOIs, one on each line. A publication that is in the library already is found by its DOI, or by its title and "
        "year. New ones without a summary in our own words are held as drafts: abstracts are not taken over."
    )
    permission = "library.import_publication"
    extensions = ("csv", "ris", "bib", "bibtex", "txt", "enw")
    batch_size = 200

    def parse(self, content: bytes, name: str) -> Iterator[Row]:
        seen, records = Seen(), records_of(content, name)
        del content  # read as text by now: a large file need not stand in memory twice
        for found in records:
            yield _row(found, seen)

    def settle(self, rows: Sequence[Row], stored: Mapping[str, Values]) -> Sequence[Row]:
        return settled(rows, stored)

    def write(self, key: str, values: Values, *, by: AbstractBaseUser | None, now: datetime) -> None:
        self.write_many({key: values}, by=by, now=now)

    def write_many(self, records: Mapping[str, Values], *, by: AbstractBaseUser | None, now: datetime) -> None:
        try:
            self.records.save_many(records, by=by, now=now)
        except EditedSince:
            raise ImportRowError(KEPT) from None

    def remove_many(self, keys: Sequence[str], *, by: AbstractBaseUser | None, now: datetime) -> None:
        try:
            self.records.remove_many(keys)
        except EditedSince:
            raise ImportRowError(KEPT) from None


def _row(found: Found, seen: Seen) -> Row:
    values = found.values
    doi, title, year = str(values.get("doi", "")), str(values.get("title", "")), values.get("year")
    errors = list(found.errors) or list(_faults(values))
    if not (doi or title) and not errors:
        errors.append(MISSING)
    name = Name.of(doi=doi, title=title, year=year if isinstance(year, int) else None)
    if not errors and (there := seen.add(name, found.line)):
        errors.append(there)
    label = title or (f"DOI {doi}" if doi else "No title")
    return Row(line=found.line, key=name.key[:300], label=label[:300], values={} if errors else values, errors=errors)


def _faults(values: Values) -> Iterator[str]:
    """What would be refused later, said now, field by field."""
    if len(str(values.get("doi", ""))) > LONGEST_DOI:
        yield f"A DOI of more than {LONGEST_DOI} characters cannot be imported. Add this publication by hand."
    if isinstance(year := values.get("year"), str):
        yield f"The year “{year[:80]}” is not four digits."
    for name, value in values.items():
        if name in _CHECKED:
            try:
                Publication._meta.get_field(name).clean(value, None)
            except ValidationError as error:
                yield f"{_CHECKED[name]} “{str(value)[:80]}”: {' '.join(error.messages)}"
    for family, given in values.get("authors", []):
        if len(family) > 160 or len(given) > 80:
            yield f"The author “{family[:80]}” is too long a name. Is a semicolon missing between two?"


_CHECKED = {
    name: str(Publication._meta.get_field(name).verbose_name).capitalize().replace("Doi", "DOI").replace("Isbn", "ISBN")
    for name in ("title", "journal", "volume", "issue", "pages", "publisher", "doi", "isbn", "url", "licence")
}
