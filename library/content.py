"""Loads the library's publications from the content folder."""

from django.conf import settings

from golab.imports.reading import csv_rows
from golab.pages.loading import Loader
from library.actions import imported
from library.classified import NOTHING, of_content
from library.reading import REQUIRED, row_of


def load_library(loader: Loader) -> None:
    """The 95 publications; again without harm. What staff edited or removed stays so."""
    content = (settings.CONTENT_DIR / "publications.csv").read_bytes()
    rows = [row_of(line, record) for line, record in csv_rows(content, required=REQUIRED)]
    for row in rows:
        row.values.update(of_content().get(row.label, NOTHING))
    imported.load(loader, "Publications", rows)
