"""Writes the search index anew."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from golab.search.indexing import rebuild
from golab.search.sources import all_sources


class Command(BaseCommand):
    help = "Write the search index anew. Search goes on answering meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--kind", help="Only this kind, such as guide.")

    def handle(self, *args: object, kind: str | None, **options: object) -> None:
        kinds = [source.kind for source in all_sources()]
        if kind and kind not in kinds:
            raise CommandError(f"There is no kind {kind!r}. Kinds: {', '.join(kinds)}.")
        counts = rebuild(kind=kind, tell=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(self.style.SUCCESS(f"Search: {counts.written} written, {counts.removed} removed."))
