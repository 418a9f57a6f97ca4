"""Imports INDIGO's export from a folder of CSV files or a ZIP of them."""

from pathlib import Path

from golab.imports.commands import ImportCommand
from sibdb.indigo.files import pack


class Command(ImportCommand):
    help = "Import INDIGO's export: a folder of its CSV files, or a ZIP. Safe to run again: what staff edited is kept."
    kind = "indigo"

    def content_of(self, file: Path) -> tuple[str, bytes]:
        return (f"{file.name or 'indigo'}.zip", pack(file)) if file.is_dir() else super().content_of(file)
