"""Who pays whom in a project, drawn from its roles. Two drawings, wide and tall, so that words stay readable."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from golab.charts.bars import Line
from sibdb.models import ProjectAmount, ProjectParty
from sibdb.money import SIGNS
from sibdb.projects.record import Record

Role = ProjectParty.Role
NOT_PUBLISHED = "Not published"
PEOPLE = "people"
_TITLE, _NOTE = 24, 19  # units between lines
_LETTER = 10.4  # a letter of a box's title, on average
# Where each box stands in each drawing: left, top, width, height.
_WIDE = {
    Role.PAYER: (2, 20, 250, 110), Role.PROVIDER: (346, 20, 250, 110), Role.INVESTOR: (688, 20, 250, 110),
    Role.EVALUATOR: (2, 216, 250, 98), PEOPLE: (356, 216, 230, 98), Role.INTERMEDIARY: (688, 216, 250, 98),
}  # fmt: skip
_TALL = {
    Role.PAYER: (2, 4, 170, 98), Role.INVESTOR: (188, 4, 170, 98), Role.PROVIDER: (2, 166, 356, 98),
    PEOPLE: (60, 328, 240, 92), Role.EVALUATOR: (2, 464, 170, 98), Role.INTERMEDIARY: (188, 464, 170, 98),
}  # fmt: skip
_ASIDE = re.compile(r"\s*\([^)]*\)")  # an abbreviation or an explanation: the table has it
_NOTES = {
    Role.PAYER: ("pays for outcomes", "pay for outcomes"),
    Role.PROVIDER: ("delivers the service", "deliver the service"),
    Role.INVESTOR: ("invests", "invest"),
    Role.EVALUATOR: ("checks outcomes", "check outcomes"),
    Role.INTERMEDIARY: ("intermediary", "intermediaries"),
}


@dataclass(frozen=True)
class Box:
    """A party. `kind` is "people", "unknown" for a role that nobody is recorded in, or nothing."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: Sequence[Line]
    notes: Sequence[Line]

    @property
    def radius(self) -> float:
        return self.height / 2 if self.kind == PEOPLE else 0


@dataclass(frozen=True)
class Flow:
    """A line between two boxes: money or the service, or (`is_loose`) a role beside them."""

    path: str
    label: Sequence[Line] = ()
    anchor: str = "middle"
    is_loose: bool = False


@dataclass(frozen=True)
class Drawing:
    """What the template draws. All numbers are units of the view box."""

    name: str
    width: int
    height: int
    boxes: Sequence[Box]
    flows: Sequence[Flow]


class PartiesDiagram:
    """The drawings of a record's parties, and the same in a sentence."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.parties = {line.role: [party.organisation.name for party in line.parties] for line in record.roles}
        self.most, self.invested = _short(record.most), _short(record.investment)

    @property
    def is_known(self) -> bool:
        """Whether anybody at all is recorded: six empty boxes would say nothing."""
        return any(self.parties.values())

    def drawings(self) -> list[Drawing]:
        return [
            Drawing("wide", 940, 334, self._boxes(_WIDE), self._wide_flows()),
            Drawing("tall", 360, 566, self._boxes(_TALL), self._tall_flows()),
        ]

    @property
    def description(self) -> str:
        """Everything that is drawn, for those who do not see it."""
        told = [self._told(role, verb) for role, verb in _VERBS]
        money = [f"Most that could be paid: {self.record.most.in_words}." if self.record.most else ""]
        money += [f"Invested: {self.record.investment.in_words}." if self.record.investment else ""]
        title, note = self._people()
        return " ".join(filter(None, [*told, *money, f"{self.record.unit.capitalize()}: {title}, {note}."]))

    def _told(self, role: Role, verb: str) -> str:
        names = self.parties[role]
        return f"{verb}: {'; '.join(names) if names else NOT_PUBLISHED.lower()}."

    def _people(self) -> tuple[str, str]:
        project, unit = self.record.project, self.record.unit
        if project.people is None:
            return NOT_PUBLISHED, f"how many {unit}"
        return f"{project.people:,} {unit}", "planned" if project.cohort_actual is None else "took part"

    def _boxes(self, places: dict) -> list[Box]:
        return [self._box(who, *place) for who, place in places.items()]

    def _box(self, who: str, x: float, y: float, width: float, height: float) -> Box:
        letters = int((width - 12) / _LETTER)
        if who == PEOPLE:
            title, note = self._people()
            notes, kind = [note], PEOPLE
        else:
            names = self.parties[who]
            title, notes, kind = names[0] if names else NOT_PUBLISHED, _notes(who, names), "" if names else "unknown"
        lines = textwrap.wrap(_ASIDE.sub("", title) or title, letters, max_lines=2, placeholder="…")
        top = y + (height - len(lines) * _TITLE - len(notes) * _NOTE) / 2 + 18
        under, centre = top + len(lines) * _TITLE - 3, x + width / 2
        title = [Line(centre, top + place * _TITLE, words) for place, words in enumerate(lines)]
        notes = [Line(centre, under + place * _NOTE, words) for place, words in enumerate(notes)]
        return Box(x, y, width, height, kind, title, notes)

    def _wide_flows(self) -> list[Flow]:
        return [
            Flow("M252 75H342", _stacked(self.most, 299, 64)),
            Flow("M688 75H600", _stacked(self.invested, 642, 64)),
            Flow("M471 132V212", [Line(483, 178, "the service")], "start"),
            Flow("M252 265H356", is_loose=True),
            Flow("M813 214V132", is_loose=True),
        ]

    def _tall_flows(self) -> list[Flow]:
        return [
            Flow("M92 102V160", [Line(102, 138, " ".join(self.most))] if self.most else (), "start"),
            Flow("M268 102V160", [Line(278, 138, " ".join(self.invested))] if self.invested else (), "start"),
            Flow("M180 264V322", [Line(192, 300, "the service")], "start"),
            Flow("M110 464V420", is_loose=True),
        ]


_VERBS = (
    (Role.PAYER, "Pays for outcomes"),
    (Role.INVESTOR, "Invests"),
    (Role.PROVIDER, "Delivers the service"),
    (Role.INTERMEDIARY, "Intermediary"),
    (Role.EVALUATOR, "Checks outcomes"),
)


def _notes(role: Role, names: Sequence[str]) -> list[str]:
    """How many more there are than the one that is named, and what they do."""
    others = [f"and {len(names) - 1} other{'s' if len(names) > 2 else ''}"] if len(names) > 1 else []
    return [*others, _NOTES[role][len(names) > 1]]


def _stacked(words: Sequence[str], x: float, lowest: float) -> list[Line]:
    return [Line(x, lowest - 17 * (len(words) - 1 - place), each) for place, each in enumerate(words)]


def _short(amount: ProjectAmount | None) -> list[str]:
    """An amount in as few letters as an arrow has room for, on one or two lines."""
    if amount is None:
        return []
    if amount.exact is not None:
        words = ["up to"] if amount.kind == ProjectAmount.Kind.MAXIMUM else []
        return [*words, _rounded(amount.exact, amount.currency)]
    if amount.lowest is not None and amount.highest is not None:
        return [f"{_rounded(amount.lowest, amount.currency)} to", _rounded(amount.highest, amount.currency)]
    known = amount.highest if amount.lowest is None else amount.lowest
    return ["at least" if amount.highest is None else "up to", _rounded(known, amount.currency)]


def _rounded(amount: Decimal, currency: str) -> str:
    """ "£2.63m", "£378k", "ZAR 9.03m": to three figures."""
    sign = SIGNS.get(currency) or f"{currency}\N{NO-BREAK SPACE}"
    for size, letter in ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k")):
        if amount >= size:
            return f"{sign}{float(f'{amount / size:.3g}'):g}{letter}"
    return f"{sign}{amount:.0f}"
