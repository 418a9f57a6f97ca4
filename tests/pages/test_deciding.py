"""The decision aid: what answers come to, by rules that editors own."""

import re
from html import unescape

import pytest
from django.test import Client

from golab.pages.deciding import AnswersForm
from golab.pages.models import BasicsPage
from tests.factories.deciding import DEAR, NO, PARTLY, YES, choose, question, result
from tests.factories.pages import BasicsPageFactory, stored

pytestmark = pytest.mark.django_db  # a page asks what its content type is
TEXTS = ("Who is it for?", "What changes?", "Who pays?", "Is it dear?")
URL = "/basics/does-it-fit/"


QUESTIONS = [question(text, YES, PARTLY, NO, DEAR) for text in TEXTS]
VALUES = {
    "choices": stored(*QUESTIONS),
    "results": stored(
        result("No.", strong_against=1, names_route=True, tone="stop"),
        result("Too early", unknown=2),
        result("Not yet", against=2),
        result("Yes", otherwise=True, tone="go"),
        key="results",
    ),
    "routes": stored(
        ("route", {"key": "grant", "name": "Use a grant", "text": "When it is new."}),
        ("route", {"key": "fee", "name": "Use a fee", "text": "When it is known."}),
        key="routes",
    ),
}


@pytest.fixture
def page() -> BasicsPage:
    """A page that is not saved: weighing needs no more."""
    return BasicsPage(title="Does it fit", **VALUES)


@pytest.fixture
def shown_page(site_root) -> BasicsPage:
    return BasicsPageFactory(title="Does it fit", live=True, **VALUES)


@pytest.mark.parametrize(
    ("places", "heading"),
    [
        ((0, 0, 0, 0), "Yes"),
        ((0, 0, 0, 1), "Yes"),
        ((0, 0, 1, 1), "Not yet"),
        ((0, 0, -1, None), "Too early"),
        ((1, 1, -1, -1), "Too early"),
        ((2, 0, 0, 0), "No. Use a grant."),
        ((0, 0, 0, 3), "No. Use a fee."),
        ((1, 2, 0, 0), "No. Use a grant."),
        ((2, 3, 3, 0), "No. Use a fee."),
        ((2, 3, 0, 0), "No. Use a grant."),
        ((2, None, -1, -1), "No. Use a grant."),
    ],
)
def test_first_result_whose_rule_holds_is_the_result(page, places, heading):
    assert page.decide(choose(page, *places)).heading == heading


def test_an_answer_can_speak_for_and_against_and_strong_reasons_come_first(page):
    decision = page.decide(choose(page, 1, 2, 0, 0))
    assert [(reason.weight, reason.text) for reason in decision.reasons_against] == [
        ("strong", "Nobody to count."),
        ("some", "A gap."),
    ]
    assert [reason.weight for reason in decision.reasons_for] == ["strong", "strong", "some"]


def test_result_without_a_rule_is_never_reached(page):
    page.results = stored(result("Old one"))
    decision = page.decide(choose(page, 2, 0, 0, 0))
    assert (decision.result, decision.heading) == (None, "No result")


def test_a_question_in_the_short_form_still_weighs_its_three_answers():
    short = {"question": "For whom?", "why": "Why.", "go": "All known", "careful": "Roughly", "stop": "Anyone"}
    page = BasicsPage(title="Short", choices=stored(("choice", {**short, "terms": []})))
    weights = [(one.key, one.weight_for, one.weight_against) for one in page.asked[0].answers]
    assert weights == [("go", "strong", "none"), ("careful", "none", "some"), ("stop", "none", "strong")]


def test_what_cannot_be_understood_counts_as_not_answered(page):
    form = AnswersForm(page.asked, {f"q-{page.asked[0].key}": "'; drop", f"q-{page.asked[1].key}": "unknown"})
    assert form.chosen == {page.asked[1].key: "unknown"}


def test_questions_are_a_form_that_needs_no_script_and_sets_no_cookie(shown_page):
    response = Client(enforce_csrf_checks=True).get(URL)
    shown = response.content.decode()
    assert not response.cookies
    assert len(re.findall(r"<fieldset class=\"aid__question\"", shown)) == 4
    assert len(re.findall(r'value="unknown"', shown)) == 4
    assert f'action="{URL}" method="get"' in shown


def test_result_stands_in_the_readers_words_with_evidence_and_no_cookie(shown_page):
    response = Client().get(URL, {**choose(shown_page, 2, 1, -1, None), "show": "result"})
    shown = unescape(response.content.decode())
    assert not response.cookies
    assert "<h1>No. Use a grant.</h1>" in shown
    for said in ("Nobody to count.", "A gap.", "A start.", "A report <i>", "Ask who knows: Who pays?", "When No."):
        assert said in shown, said
    assert 'href="/library/report/"' in shown
    assert "When it is known." in shown  # the other way stands too
    assert 'name="robots" content="noindex"' in shown


def test_change_brings_the_answers_back(shown_page):
    shown = Client().get(URL, choose(shown_page, 2, -1, None, None)).content.decode()
    assert shown.count(" checked") == 2


@pytest.mark.parametrize("query", [{"show": "result"}, {"show": "result", "q-nobody": "x"}])
def test_no_answer_asks_for_one(shown_page, query):
    shown = Client().get(URL, query).content.decode()
    assert "Answer at least one question" in shown
