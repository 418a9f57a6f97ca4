"""Measures search on made documents, beside tantivy: whole pages of results, in one process and in turn."""

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice, pairwise
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from django.db import connection, transaction
from django.utils import timezone

from bench.beside import Beside
from bench.made import KINDS, Generator
from bench.measure import Reader, one_connection, page_cache
from golab.search.finding import find
from golab.search.models import Block, Posting, SearchDocument, Word
from golab.search.sources import Document
from golab.search.writing import ready, write

QUESTIONS = 120
BATCH = 4_000
TABLES = (SearchDocument, Posting, Block, Word)


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds for a page of twenty results with extracts, count and facets, over all questions."""

    documents: int
    answer_p50: float
    answer_p95: float
    page_p50: float
    page_p95: float
    beside_p50: float
    beside_p95: float
    indexed_per_second: float

    @property
    def ratio(self) -> float:
        """The page's time over tantivy's."""
        return self.answer_p50 / self.beside_p50

    def line(self) -> str:
        """For the terminal."""
        return (
            f"  search {self.documents:9,} documents  answer {self.answer_p50:6.1f} / {self.answer_p95:6.1f} ms"
            f"   page drawn {self.page_p50:6.1f} / {self.page_p95:6.1f} ms"
            f"   tantivy {self.beside_p50:5.1f} / {self.beside_p95:5.1f} ms = {self.ratio:4.1f} times"
            f"   indexed {self.indexed_per_second:5.0f} a second"
        )

    def as_dict(self) -> dict:
        """For the file."""
        return asdict(self) | {"ratio": self.ratio}


def measure_search(sizes: list[int]) -> Iterator[Measured]:
    """Grow a collection to each of `sizes` documents, the smallest first, and ask it. The hub's index stays as is."""
    generator = Generator(max(sizes))
    with _tables_of_its_own(), tempfile.TemporaryDirectory() as folder:
        beside, held = Beside(folder), 0
        for size in sorted(sizes):
            seconds = _grow(generator, beside, held, size)
            yield _measure(size, generator.questions(QUESTIONS), beside, (size - held) / seconds)
            held = size


def growth(results: list[Measured], *, most_beside: float, most_growth: float) -> list[str]:
    """What counts, as ratios of one run: beside tantivy at the largest size, and to the size before."""
    lines = [
        f"  From {small.documents:,} to {large.documents:,} documents: {large.answer_p50 / small.answer_p50:.1f} times"
        f" as long (at most {most_growth:g} from 10,000 to 100,000)"
        for small, large in pairwise(results)
    ]
    return [
        *lines,
        *(
            f"  Beside tantivy at {each.documents:,}: {each.ratio:.1f} times (at most {most_beside:g})"
            for each in results[-1:]
        ),
    ]


@contextmanager
def _tables_of_its_own() -> Iterator[None]:
    """A schema before the hub's, so that the same statements meet other tables."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench")
        try:
            for model in TABLES:
                table = model._meta.db_table
                cursor.execute(f"CREATE TABLE bench.{table} (LIKE public.{table} INCLUDING ALL)")
            cursor.execute("SET search_path = bench, public")
            yield
        finally:
            cursor.execute("SET search_path TO DEFAULT; DROP SCHEMA bench CASCADE")


def _grow(generator: Generator, beside: Beside, first: int, last: int) -> float:
    """The seconds that writing took."""
    seconds, made = 0.0, generator.documents(first, last)
    with beside.adding() as add:
        while batch := list(islice(made, BATCH)):
            for kind, document in batch:
                add(kind, document)
            seconds += _timed(partial(_write, batch)) / 1000
    with connection.cursor() as cursor:  # as autovacuum would, some seconds later
        for model in TABLES:
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
    return seconds


def _write(batch: list[tuple[str, Document]]) -> None:
    """As a rebuild does: many documents of a kind at a time."""
    kinds = defaultdict(dict)
    for kind, document in batch:
        kinds[kind][document.key] = document
    for kind, documents in kinds.items():
        with transaction.atomic():
            write(kind, ready(documents), now=timezone.now())


def _measure(documents: int, questions: list[str], beside: Beside, indexed_per_second: float) -> Measured:
    reader, chosen = Reader(), [("kind", kind) for kind in KINDS]
    answers, pages, besides = [], [], []
    with one_connection(), page_cache(0):
        find(questions[0])  # what is read once for a process is not the cost of a question
        for question in questions:
            answers.append(_timed(partial(find, question)))
            besides.append(_timed(partial(beside.page, question)))
            pages.append(reader.milliseconds(f"/search/?{urlencode([('q', question), *chosen])}"))
    return Measured(documents, *_middle(answers), *_middle(pages), *_middle(besides), indexed_per_second)


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    begun = perf_counter()
    work()
    return (perf_counter() - begun) * 1000


def _middle(times: list[float]) -> tuple[float, float]:
    return median(times), quantiles(times, n=20)[-1]
