"""The command that imports a file of one kind, for features to name."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from golab.imports.actions import ImportRefused
from golab.imports.work import import_file


class ImportCommand(BaseCommand):
    """Reads and applies a file here and now. `kind` is that of a registered importer."""

    kind: str

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def content_of(self, file: Path) -> tuple[str, bytes]:
        """Name and content of what is imported. Raises OSError."""
        return file.name, file.read_bytes()

    def handle(self, *args: object, file: Path, **options: object) -> None:
        try:
            name, content = self.content_of(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            job = import_file(kind=self.kind, name=name, content=content, by=None)
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        if job.is_failed:
            raise CommandError(f"Line {job.error_line}: {job.error}" if job.error_line else job.error)
        for change in job.changes.exclude(error="").order_by("position"):
            self.stderr.write(f"{change.place}: {change.label}: {change.error}")
        applied, left = job.changes.filter(applied_at__isnull=False), job.changes.exclude(error="").count()
        made, total = applied.filter(action="create").count(), job.changes.count()
        changed = applied.filter(action="update").count()
        same = job.changes.filter(action="unchanged").count()
        self.stdout.write(f"{total} records: {made} new, {changed} changed, {same} the same, {left} left out.")
