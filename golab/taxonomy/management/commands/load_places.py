from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from golab.taxonomy.actions import PlacesError, load_places


class Command(BaseCommand):
    """Load the councils of the UK. Safe to run twice."""

    help = "Load the councils of the UK from a CSV file (see content/README.md); councils not in it are retired."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                done = load_places(lines=lines)
        except (OSError, UnicodeDecodeError, PlacesError) as error:
            raise CommandError(f"{file} was not loaded. {error}") from error
        self.stdout.write(
            f"{done.created} places created, {done.updated} updated, {done.unchanged} unchanged, {done.retired} retired"
        )
