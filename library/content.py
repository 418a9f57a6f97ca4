"""Loads the library's publications from the content folder."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from golab.imports.reading import csv_rows
from golab.imports.registry import Row
from golab.pages.loading import Loader, digest
from library import actions
from library.reading import REQUIRED, row_of


def load_library(loader: Loader) -> None:
    """The 95 publications; again without harm. What staff edited or removed stays so."""
    content = (settings.CONTENT_DIR / "publications.csv").read_bytes()
    rows = [row_of(line, record) for line, record in csv_rows(content, required=REQUIRED)]
    now = timezone.now()
    loaded = actions.fingerprints([row.key for row in rows])
    for row in loader.each("Publications", rows):
        if row.errors:
            raise ValueError(f"publications.csv, line {row.line}: {' '.join(row.errors)}")
        loader.counts[_load(row, loaded.get(row.key, ""), now)] += 1


def _load(row: Row, fingerprint: str, now: datetime) -> str:
    """Write one publication if need be. Returns what became of it."""
    if fingerprint == digest(row.values):
        return "unchanged"
    try:
        actions.save_imported(key=row.key, values=row.values, by=None, now=now, brings_back=False)
    except actions.EditedSince:
        return "kept"
    except actions.RemovedSince:
        return "gone"
    return "updated" if fingerprint else "made"
