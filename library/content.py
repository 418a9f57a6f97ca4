"""Loads the library's publications from the content folder."""

from django.conf import settings
from django.utils import timezone

from golab.imports.reading import csv_rows
from golab.pages.loading import Loader
from library import actions
from library.reading import REQUIRED, row_of


def load_library(loader: Loader) -> None:
    """The 95 publications; again without harm. What staff edited or removed stays so."""
    content = (settings.CONTENT_DIR / "publications.csv").read_bytes()
    rows = [row_of(line, record) for line, record in csv_rows(content, required=REQUIRED)]
    stored = {key: actions.values_of(found) for key, found in actions.imported([row.key for row in rows]).items()}
    now = timezone.now()
    for row in loader.each("Publications", rows):
        if row.errors:
            raise ValueError(f"publications.csv, line {row.line}: {' '.join(row.errors)}")
        if row.key in stored and actions.same(stored[row.key], row.values):
            loader.counts["unchanged"] += 1
            continue
        try:
            actions.save_imported(key=row.key, values=row.values, by=None, now=now, brings_back=False)
            loader.counts["updated" if row.key in stored else "made"] += 1
        except actions.EditedSince:
            loader.counts["kept"] += 1
        except actions.RemovedSince:
            loader.counts["gone"] += 1
