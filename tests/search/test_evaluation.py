"""Measuring the ranking: the measures themselves, a small collection, and the hub's aim on a large one."""

import json
from io import StringIO
from math import log2

import pytest
from django.core.management import CommandError, call_command

from golab.search.evaluation import evaluate, ndcg, read_judgements, recall, reciprocal_rank
from golab.search.models import Posting, SearchDocument, Synonym, Word
from tests.factories.search import SynonymFactory, indexed

pytestmark = pytest.mark.django_db

DOCUMENTS = [
    {"id": 1, "title": "Rate cards", "text": "Prices for outcomes, and how they are set."},
    {"id": 2, "title": "", "text": "A rate card was used in the Innovation Fund."},
    {"id": 3, "title": "Foster care", "text": "Finding families for children."},
]
QUERIES = [{"id": "a", "text": "rate cards"}, {"id": "b", "text": "families for children?"}, {"id": "c", "text": "tea"}]


@pytest.fixture
def collection(tmp_path):
    (tmp_path / "documents.jsonl").write_text("".join(json.dumps(row) + "\n" for row in DOCUMENTS))
    (tmp_path / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in QUERIES))
    (tmp_path / "qrels.tsv").write_text("a\t1\t2\na\t2\t1\na\t3\t0\nb\t3\t1\n")
    return tmp_path


def test_ndcg_rewards_the_better_first():
    relevant = {"x": 2.0, "y": 1.0}
    assert ndcg(["x", "y"], relevant) == 1
    assert ndcg(["y", "x"], relevant) == pytest.approx((1 + 2 / log2(3)) / (2 + 1 / log2(3)))
    assert ndcg(["z"] * 10 + ["x"], relevant) == 0


def test_ndcg_is_1_when_the_first_ten_of_many_are_right():
    relevant = {str(number): 1.0 for number in range(30)}
    assert ndcg([str(number) for number in range(10)], relevant) == 1


def test_reciprocal_rank_of_the_first_that_is_right():
    assert reciprocal_rank(["z", "y", "x"], {"x": 1.0, "y": 1.0}) == 0.5
    assert reciprocal_rank(["z"], {"x": 1.0}) == 0


def test_recall_looks_at_the_first_hundred():
    found = [*(["z"] * 99), "x", "y"]
    assert recall(found, {"x": 1.0, "y": 1.0}) == 0.5


def test_judgements_leave_out_what_is_not_relevant(collection):
    assert read_judgements(collection / "qrels.tsv") == {"a": {"1": 2.0, "2": 1.0}, "b": {"3": 1.0}}


def test_small_collection_is_answered_perfectly(collection):
    report = evaluate(collection)
    assert (report.documents, report.queries) == (3, 2)
    assert (report.ndcg_at_10, report.mrr, report.recall_at_100) == (1, 1, 1)
    assert 0 < report.median_ms <= report.p95_ms


def test_evaluation_leaves_the_hubs_index_as_it_was(collection):
    SynonymFactory()
    indexed(title="Rate cards")
    tables = (SearchDocument, Posting, Word, Synonym)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    evaluate(collection)
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_hubs_own_documents_do_not_count(collection):
    for _ in range(5):
        indexed(title="Rate cards rate cards")
    assert evaluate(collection).ndcg_at_10 == 1


def test_command_prints_the_measures(collection):
    out = StringIO()
    call_command("evaluate_search", collection, stdout=out)
    for line in ("3 documents, 2 judged queries", "nDCG@10     1.0000", "MRR         1.0000", "recall@100  1.0000"):
        assert line in out.getvalue()


def test_collection_in_other_hands_is_read_as_well(tmp_path):
    odd = "urn:x/é ü\U0001f600" + "z" * 300
    documents = [{"id": odd, "title": None, "text": "zebra"}, {"id": "no text", "text": None}, {"id": 7, "text": ""}]
    queries = [{"id": "q", "text": "zebra"}, {"id": "unjudged", "text": "tea"}, {"id": "empty", "text": None}]
    for name, rows in (("documents", documents), ("queries", queries)):
        (tmp_path / f"{name}.jsonl").write_text("\n\n".join(map(json.dumps, rows)))
    (tmp_path / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\nq\t{odd}\t0.5\nq\tno text\t-2\nempty\t7\t1\n")
    report = evaluate(tmp_path)
    assert (report.documents, report.queries, report.mrr) == (3, 2, 0.5)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("documents.jsonl", '{"id": 1, "text": "x"}\nnot json\n', "documents.jsonl, line 2"),
        ("documents.jsonl", '{"id": 1}\n', "documents.jsonl, line 1"),
        ("qrels.tsv", "a\t1\t2\na 2 1\n", "qrels.tsv, line 2"),
        ("qrels.tsv", "zz\t1\t1\n", "No query"),
    ],
)
def test_malformed_collection_is_told_by_line(collection, name, content, told):
    (collection / name).write_text(content)
    with pytest.raises(CommandError, match=told):
        call_command("evaluate_search", collection)
    assert not SearchDocument.objects.exists()


def test_missing_collection_is_told(tmp_path):
    with pytest.raises(CommandError, match=r"qrels\.tsv cannot be read"):
        call_command("evaluate_search", tmp_path / "nowhere")


@pytest.mark.shared
def test_ranking_reaches_its_aim_on_cisi(shared_dir):
    assert evaluate(shared_dir / "data" / "ir" / "cisi").ndcg_at_10 >= 0.37
