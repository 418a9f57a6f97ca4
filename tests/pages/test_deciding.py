"""The decision aid: what answers come to, by rules that editors own."""

import re
from html import unescape

import pytest
from django.test import Client

from golab.pages.deciding import AnswersForm
from golab.pages.markdown import items
from golab.pages.models import BasicsPage
from tests.factories.pages import BasicsPageFactory, publish, stored

pytestmark = pytest.mark.django_db
URL = "/basics/does-it-fit/"


def answer(text: str, **values: object) -> dict:
    blank = {"weight_for": "none", "reason_for": "", "weight_against": "none", "reason_against": "", "route": ""}
    return {"text": text, **blank, "evidence": [], **values}


def question(text: str, *answers: dict) -> tuple[str, dict]:
    more = {"find_out": f"Ask who knows: {text}", "where": "The guide", "where_url": "/guides/", "terms": []}
    return ("decision", {"question": text, "why": "It matters.", "answers": items(list(answers), text), **more})


def result(heading: str, **rule: object) -> tuple[str, dict]:
    blank = {"strong_against": None, "against": None, "unknown": None, "otherwise": False, "names_route": False}
    words = {"heading": heading, "when": f"When {heading}", "text": "So it is.", "change": "", "tone": "careful"}
    return ("result", {**words, **blank, **rule})


YES = answer("Yes", weight_for="strong", reason_for="We know whom to count.")
PARTLY = answer("Partly", weight_for="some", reason_for="A start.", weight_against="some", reason_against="A gap.")
NO = answer(
    "No",
    weight_against="strong",
    reason_against="Nobody to count.",
    route="grant",
    evidence=[{"id": "e", "type": "item", "value": {"title": "A report <i>", "url": "/library/report/"}}],
)
DEAR = answer("Too dear", weight_against="strong", reason_against="It costs more.", route="fee")


@pytest.fixture
def page(site_root) -> BasicsPage:
    texts = ("Who is it for?", "What changes?", "Who pays?", "Is it dear?")
    return BasicsPageFactory(
        title="Does it fit",
        choices=stored(*[question(text, YES, PARTLY, NO, DEAR) for text in texts]),
        results=stored(
            result("No.", strong_against=1, names_route=True, tone="stop"),
            result("Too early", unknown=2),
            result("Not yet", against=2),
            result("Yes", otherwise=True, tone="go"),
            key="results",
        ),
        routes=stored(
            ("route", {"key": "grant", "name": "Use a grant", "text": "When it is new."}),
            ("route", {"key": "fee", "name": "Use a fee", "text": "When it is known."}),
            key="routes",
        ),
    )


def choose(page: BasicsPage, *places: int | None) -> dict[str, str]:
    """A query: the answer at each place, "unknown" for -1, nothing for None."""
    chosen = {}
    for asked, place in zip(page.asked, places, strict=True):
        if place is not None:
            chosen[f"q-{asked.key}"] = "unknown" if place == -1 else asked.answers[place].key
    return chosen


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
    fresh = publish(page, results=stored(result("Old one")))
    decision = fresh.decide(choose(fresh, 2, 0, 0, 0))
    assert (decision.result, decision.heading) == (None, "No result")


def test_a_question_in_the_short_form_still_weighs_its_three_answers(site_root):
    short = {"question": "For whom?", "why": "Why.", "go": "All known", "careful": "Roughly", "stop": "Anyone"}
    page = BasicsPageFactory(title="Short", choices=stored(("choice", {**short, "terms": []})))
    weights = [(one.key, one.weight_for, one.weight_against) for one in page.asked[0].answers]
    assert weights == [("go", "strong", "none"), ("careful", "none", "some"), ("stop", "none", "strong")]


def test_what_cannot_be_understood_counts_as_not_answered(page):
    form = AnswersForm(page.asked, {f"q-{page.asked[0].key}": "'; drop", f"q-{page.asked[1].key}": "unknown"})
    assert form.chosen == {page.asked[1].key: "unknown"}


def test_questions_are_a_form_that_needs_no_script_and_sets_no_cookie(page):
    response = Client(enforce_csrf_checks=True).get(URL)
    shown = response.content.decode()
    assert not response.cookies
    assert len(re.findall(r"<fieldset class=\"aid__question\"", shown)) == 4
    assert len(re.findall(r'value="unknown"', shown)) == 4
    assert f'action="{URL}" method="get"' in shown


def test_result_stands_in_the_readers_words_with_evidence_and_no_cookie(page):
    response = Client().get(URL, {**choose(page, 2, 1, -1, None), "show": "result"})
    shown = unescape(response.content.decode())
    assert not response.cookies
    assert "<h1>No. Use a grant.</h1>" in shown
    for said in ("Nobody to count.", "A gap.", "A start.", "A report <i>", "Ask who knows: Who pays?", "When No."):
        assert said in shown, said
    assert 'href="/library/report/"' in shown
    assert "When it is known." in shown  # the other way stands too
    assert 'name="robots" content="noindex"' in shown


def test_change_brings_the_answers_back(page):
    shown = Client().get(URL, choose(page, 2, -1, None, None)).content.decode()
    assert shown.count(" checked") == 2


@pytest.mark.parametrize("query", [{"show": "result"}, {"show": "result", "q-nobody": "x"}])
def test_no_answer_asks_for_one(page, query):
    shown = Client().get(URL, query).content.decode()
    assert "Answer at least one question" in shown


def test_editors_get_a_clean_page_back(page):
    page.full_clean()
