"""What answers to a decision aid come to: reasons for and against, what to find out, and the result of the rules."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django import forms
from wagtail.blocks import StructValue

from golab.pages.blocks.deciding import UNKNOWN, Answer, Evidence, Question

ORDER = {"strong": 0, "some": 1}
RULES = ("strong_against", "against", "unknown")


@dataclass(frozen=True)
class Reason:
    """Something an answer says for or against, with its weight ("strong" or "some") and where that comes from."""

    weight: str
    text: str
    answer: str
    question: str
    evidence: tuple[Evidence, ...]

    @property
    def is_strong(self) -> bool:
        return self.weight == "strong"


@dataclass(frozen=True)
class Decision:
    """The whole of a set of answers. `result` is None when no rule of the editors holds."""

    questions: tuple[Question, ...]
    chosen: Mapping[str, str]
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    to_find_out: tuple[Question, ...]
    unanswered: tuple[Question, ...]
    result: StructValue | None
    route: StructValue | None
    other_routes: tuple[StructValue, ...]

    @property
    def heading(self) -> str:
        """The result as a sentence that says what to do."""
        said = self.result["heading"] if self.result else "No result"
        return f"{said} {self.route['name']}." if self.route else said

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """What is to be found out: answered with "don't know", or not at all."""
        return self.to_find_out + self.unanswered

    @property
    def query(self) -> str:
        """The answers as the query of an address."""
        return urlencode([(f"q-{key}", value) for key, value in self.chosen.items()])

    @property
    def answered(self) -> list[tuple[Question, str, str]]:
        """Each question with its answer, and the answer's mark: stop, careful, go, unknown or nothing."""
        return [(question, *_said(question, self.chosen.get(question.key, ""))) for question in self.questions]


class AnswersForm(forms.Form):
    """One choice for each question; none is required. Fields are called `q-<key>`."""

    def __init__(self, questions: tuple[Question, ...], data: Mapping | None = None) -> None:
        super().__init__(data)
        for question in questions:
            known = [(answer.key, answer.text) for answer in question.answers]
            self.fields[f"q-{question.key}"] = forms.ChoiceField(choices=[*known, (UNKNOWN, "")], required=False)

    @property
    def chosen(self) -> dict[str, str]:
        """The answers that can be understood, by the question's key."""
        self.full_clean()
        return {name.removeprefix("q-"): value for name, value in self.cleaned_data.items() if value}


def decide(
    questions: tuple[Question, ...], chosen: Mapping[str, str], results: list[StructValue], routes: list[StructValue]
) -> Decision:
    """Weigh the `chosen` answers (question key to answer key). Nothing is added up into a score."""
    picked = [(question, answer) for question in questions for answer in question.answers
              if chosen.get(question.key) == answer.key]  # fmt: skip
    against = _reasons(picked, "against")
    unknown = tuple(question for question in questions if chosen.get(question.key) == UNKNOWN)
    unanswered = tuple(question for question in questions if question.key not in chosen)
    strong = sum(reason.is_strong for reason in against)
    counts = {"strong_against": strong, "against": len(against), "unknown": len(unknown) + len(unanswered)}
    result = next((result for result in results if _holds(result, counts)), None)
    route = _route(picked, routes) if result and result["names_route"] else None
    others = tuple(other for other in routes if other is not route)
    return Decision(questions, chosen, _reasons(picked, "for"), against, unknown, unanswered, result, route, others)


def _reasons(picked: list[tuple[Question, Answer]], side: str) -> tuple[Reason, ...]:
    """The reasons on one side, strong ones first."""
    found = []
    for question, answer in picked:
        weight, text = getattr(answer, f"weight_{side}"), getattr(answer, f"reason_{side}")
        if weight in ORDER:
            found.append(Reason(weight, text or answer.text, answer.text, question.text, answer.evidence))
    return tuple(sorted(found, key=lambda reason: ORDER[reason.weight]))


def _holds(result: StructValue, counts: Mapping[str, int]) -> bool:
    """Whether a result's rule holds: all the least numbers that it names are reached. One without a rule never does."""
    named = {name: result[name] for name in RULES if result[name]}
    return bool(result["otherwise"]) or (bool(named) and all(counts[name] >= least for name, least in named.items()))


def _route(picked: list[tuple[Question, Answer]], routes: list[StructValue]) -> StructValue | None:
    """The way that most strong reasons against point to, or else most of the weaker; the editors' order breaks ties."""
    places = {route["key"]: place for place, route in enumerate(routes)}
    pointing = sorted(
        (ORDER[answer.weight_against], answer.route)
        for _, answer in picked
        if answer.weight_against in ORDER and answer.route in places
    )
    for _, same in groupby(pointing, key=lambda entry: entry[0]):
        votes = Counter(key for _, key in same)
        return routes[places[min(votes, key=lambda key: (-votes[key], places[key]))]]
    return None


def _said(question: Question, key: str) -> tuple[str, str]:
    if key == UNKNOWN:
        return "Don’t know", "unknown"
    answer = next((answer for answer in question.answers if answer.key == key), None)
    if answer is None:
        return "Not answered", ""
    marks = {"strong": "stop", "some": "careful"}
    return answer.text, marks.get(answer.weight_against, "go" if answer.weight_for in ORDER else "careful")
