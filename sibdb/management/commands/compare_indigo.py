"""Explains, cell by cell, how an export from here differs from INDIGO's files."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from sibdb.indigo.comparison import EXPLAINED, counted, differences
from sibdb.indigo.export import exported
from sibdb.indigo.files import pack, unpack


class Command(BaseCommand):
    help = "Compare the database with a folder (or ZIP) of INDIGO's files: each cell that differs, by its class."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--cells", action="store_true", help="Name each cell that no class explains.")

    def handle(self, *args: object, file: Path, cells: bool, **options: object) -> None:
        found = list(differences(unpack(pack(file) if file.is_dir() else file.read_bytes()), exported()))
        for (name, header, kind), count in sorted(counted(iter(found)).items()):
            self.stdout.write(f"{count:6}  {kind}: {name}, {header or 'whole rows'}")
        unexplained = [each for each in found if not each.is_explained]
        for each in unexplained if cells else ():
            self.stdout.write(f"{each.file} {each.key} {each.header}: {each.theirs!r} is {each.ours!r} here")
        for kind, meaning in EXPLAINED.items():
            self.stdout.write(f"{kind}: {meaning}")
        self.stdout.write(f"{len(found)} cells differ, {len(unexplained)} of them changed here.")
