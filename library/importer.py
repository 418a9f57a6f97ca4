"""The library's file in the CMS's imports: `golab.imports` shows what would change and takes it back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser

from golab.imports.reading import csv_rows
from golab.imports.registry import Importer, ImportRowError, Row, Values
from golab.pages.imported import EditedSince
from library.actions import imported
from library.reading import REQUIRED, row_of

KEPT = "A colleague has edited this publication since it was imported, so it was left as it is."


class PublicationImporter(Importer):
    kind = "publications"
    label = "Publications"
    help_text = (
        "A CSV file with the columns title, authors (Family, G.; Family, G.), year, publisher_or_journal, type, "
        "policy_sector and summary, and if you have them doi, url and basis. A DOI is shown to readers only where "
        "basis says “DOI read”. Publications that a colleague has edited since are left as they are."
    )
    permission = "library.import_publication"

    def parse(self, content: bytes, name: str) -> Iterator[Row]:
        for line, record in csv_rows(content, required=REQUIRED):
            yield row_of(line, record)

    def current(self, keys: Sequence[str]) -> Mapping[str, Values]:
        return imported.stored(keys)

    def write(self, key: str, values: Values, *, by: AbstractBaseUser | None, now: datetime) -> None:
        try:
            imported.save(key=key, values=values, by=by, now=now)
        except EditedSince:
            raise ImportRowError(KEPT) from None

    def remove(self, key: str, *, by: AbstractBaseUser | None, now: datetime) -> None:
        try:
            imported.remove(key=key)
        except EditedSince:
            raise ImportRowError(KEPT) from None
