""" "I'm stuck on …": a problem in the visitor's words, answered by what helps most: steps and guides, then people."""

from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from golab.search import find, unanswered
from golab.search.forms import SearchForm
from golab.search.results import Group, Hit, Results
from golab.search.sources import name_of
from journey.naming import as_hit, named_in

FIRST = ("step", "guide", "stage")
PEOPLE = ("answered", "surgeries")
MOST_IN_A_GROUP = 3


@dataclass(frozen=True)
class Answers:
    """What was found, by what to do with it. `step` is the first step found: it fills in the booking."""

    text: str = ""
    results: Results | None = None
    first: list[Group] = field(default_factory=list)
    asked: list[Hit] = field(default_factory=list)
    others: list[Group] = field(default_factory=list)

    @property
    def step(self) -> Hit | None:
        return next((group.hits[0] for group in self.first if group.kind == "step"), None)

    @property
    def is_empty(self) -> bool:
        return not (self.results and self.results.total)


def answers_to(query: QueryDict, *, day: date) -> Answers:
    """For the query string of the page. A problem without words is answered with nothing, and asks nothing."""
    form = SearchForm(query)
    form.is_valid()  # every query string is
    text = form.cleaned_data["q"]
    if not text:
        return Answers()
    results = find(text, grouped=True)
    if not results.took_too_long:
        unanswered.record(text, found=results.total, day=day)
    groups = {group.kind: _with_exact(group, results.exact) for group in results.groups}
    if named := named_in(text):
        groups["step"] = _with_named(groups.get("step"), [as_hit(step) for step in named])
    first = [groups[kind] for kind in FIRST if kind in groups and groups[kind].hits]
    asked = groups["answered"].hits if "answered" in groups else []
    others = [group for kind, group in groups.items() if kind not in (*FIRST, *PEOPLE) and group.hits]
    return Answers(text, results, first, asked, others)


def _with_exact(group: Group, exact: Hit | None) -> Group:
    """The exact hit counts in its group and stands in a box of its own on the search page; here it comes first."""
    hits = [exact, *group.hits] if exact and exact.kind == group.kind else group.hits
    return Group(group.kind, group.label, group.total, hits[:MOST_IN_A_GROUP])


def _with_named(group: Group | None, named: list[Hit]) -> Group:
    """The steps that were called by their names come before those that have most of the words."""
    known = {hit.key for hit in named}
    others = [hit for hit in group.hits if hit.key not in known] if group else []
    total = max(group.total if group else 0, len(named))
    return Group("step", group.label if group else name_of("step"), total, [*named, *others][:MOST_IN_A_GROUP])
