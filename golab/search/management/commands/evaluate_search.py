"""Measures the ranking on a judged collection."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from golab.search.evaluation import NotACollection, evaluate


class Command(BaseCommand):
    help = (
        "Index a judged collection (documents.jsonl, queries.jsonl, qrels.tsv), ask its queries as the site does, and "
        "print how good the answers are. The hub's own index stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        try:
            report = evaluate(folder, tell=lambda line: self.stdout.write(f"  {line}"))
        except NotACollection as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{report.documents} documents, {report.queries} judged queries")
        self.stdout.write(f"nDCG@10     {report.ndcg_at_10:.4f}")
        self.stdout.write(f"MRR         {report.mrr:.4f}")
        self.stdout.write(f"recall@100  {report.recall_at_100:.4f}")
        self.stdout.write(f"latency     {report.median_ms:.1f} ms median, {report.p95_ms:.1f} ms p95")
