"""The library's file in the CMS's imports: `golab.imports` shows what would change and takes it back."""

from collections.abc import Iterator

from golab.imports.reading import csv_rows
from golab.imports.registry import Row
from golab.pages.imported import RecordImporter
from library.actions import imported
from library.reading import REQUIRED, row_of


class PublicationImporter(RecordImporter):
    records = imported
    kept = "A colleague has edited this publication since it was imported, so it was left as it is."
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
