"""Writes the search index anew, or only what changed."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from golab.search.indexing import Counts, apply_changes, rebuild
from golab.search.sources import all_sources


class Command(BaseCommand):
    help = "Write the search index anew. Search goes on answering meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--kind", help="Only this kind, such as guide.")
        which.add_argument(
            "--changes", action="store_true", help="Only what was changed since it was indexed: the worker's part."
        )

    def handle(self, *args: object, kind: str | None, changes: bool, **options: object) -> None:
        counts = apply_changes(now=timezone.now()) if changes else self._rebuild(kind)
        self.stdout.write(self.style.SUCCESS(f"Search: {counts.written} written, {counts.removed} removed."))

    def _rebuild(self, kind: str | None) -> Counts:
        kinds = [source.kind for source in all_sources()]
        if kind and kind not in kinds:
            raise CommandError(f"There is no kind {kind!r}. Kinds: {', '.join(kinds)}.")
        return rebuild(kind=kind, tell=lambda line: self.stdout.write(f"  {line}"))
