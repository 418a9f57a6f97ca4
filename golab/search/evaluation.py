"""How good the ranking is, measured on a judged collection through the code that serves the site.

A collection is a folder: `documents.jsonl` (id, title, text), `queries.jsonl` (id, text), `qrels.tsv` (query, document,
grade). It is indexed and asked in a transaction that is taken back, so readers never meet it and the hub's own
documents do not count.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from math import log2
from pathlib import Path
from statistics import mean, median, quantiles
from time import perf_counter

from django.db import connection, transaction
from django.utils import timezone

from golab.search.finding import find, find_keys
from golab.search.models import Block, Posting, SearchDocument, Synonym, Word
from golab.search.sources import Document
from golab.search.writing import ready, write

KIND = "evaluation"
DEPTH = 100  # hits that are looked at for each query
BATCH = 500

Judgements = dict[str, dict[str, float]]


class NotACollection(ValueError):
    """The folder does not hold what it should; the message says what is wrong."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """Means over all judged queries; latencies in milliseconds, for the first page of results."""

    documents: int
    queries: int
    ndcg_at_10: float
    mrr: float
    recall_at_100: float
    median_ms: float
    p95_ms: float


def evaluate(folder: Path, *, tell: Callable[[str], None] = lambda line: None) -> Report:
    """Index the collection, ask its queries, and compare with its judgements. Leaves nothing behind."""
    judgements = read_judgements(folder / "qrels.tsv")
    queries = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl") if judgements.get(row["id"])}
    if not queries:
        raise NotACollection("No query of queries.jsonl has a judgement in qrels.tsv.")
    with transaction.atomic():
        _make_room()
        ids = _index(folder / "documents.jsonl", tell)
        tell(f"{len(ids)} documents indexed")
        answers, seconds = _ask(queries, ids, tell)
        transaction.set_rollback(True)
    return _report(len(ids), judgements, answers, seconds)


def read_judgements(path: Path) -> Judgements:
    """Query to document to grade; what is not relevant (grade 0) is left out."""
    judgements: Judgements = defaultdict(dict)
    for number, line in enumerate(_lines(path), 1):
        try:
            query, document, grade = line.rstrip("\n").split("\t")
            if number == 1 and grade.isalpha():  # a line of headings, as some collections have it
                continue
            if float(grade) > 0:
                judgements[query][document] = float(grade)
        except ValueError as error:
            raise NotACollection(f"{path.name}, line {number}: query, document and grade, by tabs.") from error
    return dict(judgements)


def ndcg(found: list[str], relevant: dict[str, float], *, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `depth`, between 0 and 1."""
    best = sorted(relevant.values(), reverse=True)[:depth]
    return _gain([relevant.get(key, 0.0) for key in found[:depth]]) / _gain(best)


def reciprocal_rank(found: list[str], relevant: dict[str, float]) -> float:
    """1 when the first is relevant, 1/2 when the second is, and so on; 0 when none is."""
    return next((1 / place for place, key in enumerate(found, 1) if key in relevant), 0.0)


def recall(found: list[str], relevant: dict[str, float], *, depth: int = 100) -> float:
    """The share of relevant documents among the first `depth`."""
    return len(relevant.keys() & set(found[:depth])) / len(relevant)


def _gain(grades: list[float]) -> float:
    return sum(grade / log2(place + 1) for place, grade in enumerate(grades, 1))


def _make_room() -> None:
    """Empty tables of this transaction in place of the hub's: readers and the worker do not notice."""
    with connection.cursor() as cursor:
        for model in (SearchDocument, Posting, Block, Word, Synonym):
            table = model._meta.db_table
            cursor.execute(f"CREATE TEMP TABLE {table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP")


def _index(path: Path, tell: Callable[[str], None]) -> list[str]:
    """The ids of the documents, in order. The index knows them by their number, for an id may be of any length."""
    ids: list[str] = []
    rest = _rows(path)
    while rows := list(islice(rest, BATCH)):
        documents = [
            Document(key=str(number), url="/", title=row.get("title") or "", body=row["text"])
            for number, row in enumerate(rows, len(ids))
        ]
        write(KIND, ready({f"{KIND}:{document.key}": document for document in documents}), now=timezone.now())
        ids += [row["id"] for row in rows]
        if len(ids) % 10_000 == 0:
            tell(f"{len(ids)} documents indexed so far")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument, search_posting, search_word")
    return ids


def _ask(
    queries: dict[str, str], ids: list[str], tell: Callable[[str], None]
) -> tuple[dict[str, list[str]], list[float]]:
    """The ids found for each query, best first, and the seconds that each took."""
    answers, seconds = {}, []
    for number, (query, text) in enumerate(queries.items(), 1):
        started = perf_counter()
        first_page = [hit.key for hit in find(text).hits]
        seconds.append(perf_counter() - started)
        found = first_page + find_keys(text, limit=DEPTH)[len(first_page) :]
        answers[query] = [ids[int(key)] for key in found]
        if number % 500 == 0:
            tell(f"{number} of {len(queries)} queries asked")
    return answers, seconds


def _report(documents: int, judgements: Judgements, answers: dict[str, list[str]], seconds: list[float]) -> Report:
    judged = [(found, judgements[query]) for query, found in answers.items()]
    milliseconds = [second * 1000 for second in seconds]
    return Report(
        documents=documents,
        queries=len(judged),
        ndcg_at_10=mean(ndcg(found, relevant) for found, relevant in judged),
        mrr=mean(reciprocal_rank(found, relevant) for found, relevant in judged),
        recall_at_100=mean(recall(found, relevant) for found, relevant in judged),
        median_ms=median(milliseconds),
        p95_ms=quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else milliseconds[0],
    )


def _rows(path: Path) -> Iterator[dict]:
    """The objects of a JSON-lines file, with the id as text."""
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            yield row | {"id": str(row["id"]), "text": row["text"] or ""}
        except (ValueError, KeyError, TypeError) as error:
            raise NotACollection(f"{path.name}, line {number}: an object with id and text.") from error


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8") as lines:
            yield from (line for line in lines if line.strip())
    except OSError as error:
        raise NotACollection(f"{path.name} cannot be read: {error.strerror}.") from error
