"""How well search answers what commissioners ask of the hub's own content: tests/search/judged."""

import json
import re
from statistics import mean

import pytest
from django.conf import settings
from django.test import Client

from golab.search import find
from golab.search.evaluation import ndcg, read_judgements
from golab.search.models import SearchDocument
from golab.search.results import Hit
from tests.reading import main_of

JUDGED = settings.BASE_DIR / "tests" / "search" / "judged"
NAMED_BY_ADDRESS = ("publication", "project")
FLOOR = 0.74  # nDCG@10; 0.750 when last measured
WORST = 5  # questions with nothing useful among the first ten, at most

RATE_CARDS = [
    *("rate card", "rate cards", "rate crad", "price list", "PRICES", "tariff", "outcome prices", "payment schedule"),
    *("unit cost", "cost of an outcome", "price per outcome", "what to pay", "what is a fair price"),
    "how much does it cost to get someone into work?",
    "what do others pay for a sustained tenancy",
    "how much did the fair chance fund pay",
]
COST_BENEFIT = [
    *("cba", "CBA", "VfM", "cost benefit analysis", "cost benfit analysis", "cost-benefit tool", "costs and benefits"),
    *("benefit cost ratio", "savings calculator", "value for money model", "unit cost database", "will it save money?"),
    *("return on investment", "manchester cost benefit model", "is there a spreadsheet for the business case"),
]
# The guide, the entries of the glossary, and the page that says where the tool and its database are downloaded.
ANSWERS_COSTS = {
    "/guides/build-a-cost-benefit-case/",
    "/glossary/cost-benefit-analysis/",
    "/glossary/unit-cost-database/",
    "/support/",
}
FIRST = 12  # links: the box, and the first two results of the first groups


def questions() -> dict[str, str]:
    lines = (JUDGED / "queries.jsonl").read_text().splitlines()
    return {row["id"]: row["text"] for row in map(json.loads, lines)}


def name_of(thing: Hit | SearchDocument) -> str:
    key = thing.url.strip("/").rpartition("/")[2] if thing.kind in NAMED_BY_ADDRESS else thing.key
    return f"{thing.kind}/{key}"


def met(question: str) -> list[str]:
    """What a reader meets first: the box, then the best hits."""
    results = find(question, per_page=11)
    box = [results.exact] if results.exact else []
    return [name_of(hit) for hit in box + [hit for hit in results.hits if hit != results.exact]][:10]


@pytest.fixture(scope="module")
def judgements():
    return read_judgements(JUDGED / "qrels.tsv")


def test_set_is_large_and_judges_what_is_there(db, judgements):
    asked = questions()
    assert len(asked) >= 60
    assert set(judgements) == set(asked)
    known = set(map(name_of, SearchDocument.objects.all()))
    assert sorted({name for relevant in judgements.values() for name in relevant} - known) == []
    assert sum(len(relevant) > 1 for relevant in judgements.values()) == len(asked)


def test_search_answers_commissioners_as_well_as_it_did(db, judgements):
    gains = {query: ndcg(met(text), judgements[query]) for query, text in questions().items()}
    worst = sorted(gains, key=gains.get)[:10]
    assert mean(gains.values()) >= FLOOR, f"{mean(gains.values()):.4f}, the worst: {worst}"
    assert sum(gain == 0 for gain in gains.values()) <= WORST, worst


def first_links(question: str) -> list[str]:
    """Where the page of results leads: the box and the first two of each of the first groups."""
    page = main_of(Client().get("/search/", {"q": question}).content.decode())
    results = page[page.index('id="results"') :]
    return re.findall(r'<a [^>]*href="(/[^"]*)"', results)[:FIRST]


@pytest.mark.parametrize("words", RATE_CARDS)
def test_rate_cards_are_one_search_away(db, words):
    assert any(link.startswith("/prices/") for link in first_links(words))


@pytest.mark.parametrize("words", COST_BENEFIT)
def test_cost_benefit_tool_is_one_search_away(db, words):
    assert ANSWERS_COSTS & set(first_links(words))
