"""Two to four projects side by side: the same facts of each, in rows, and whether they differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django import forms
from django.http import QueryDict

from golab.exports.columns import Column
from sibdb.dates import in_words
from sibdb.models import Project
from sibdb.money import money
from sibdb.projects.converted import converted
from sibdb.projects.record import Record

FEWEST, MOST = 2, 4
NOTHING = "Not published"
LONGEST = 100  # letters of an address


class CompareForm(forms.Form):
    """Which projects (`p`, by address or INDIGO id) and whether only rows that differ are shown."""

    differ = forms.BooleanField(required=False)

    def __init__(self, params: QueryDict) -> None:
        super().__init__(params)
        asked = [name.strip()[:LONGEST].replace("\x00", "") for name in params.getlist("p")]
        self.asked = list(dict.fromkeys(filter(None, asked)))[:MOST]
        self.had_more = len(set(filter(None, asked))) > MOST


@dataclass(frozen=True)
class Row:
    """A fact of each project, in words."""

    label: str
    values: Sequence[str]
    is_ours: bool = False
    is_number: bool = False

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1


@dataclass(frozen=True)
class Group:
    """Rows under a heading."""

    heading: str
    rows: Sequence[Row]


Fact = Callable[[Record], str]


def _date(name: str) -> Fact:
    def value(record: Record) -> str:
        text = getattr(record.project, name)
        return in_words(text) if text else ""

    return value


def _amount(name: str) -> Fact:
    return lambda record: amount.in_words if (amount := getattr(record, name)) else ""


def _pounds(record: Record) -> str:
    """The most that could be paid as it stands, or in pounds where it is in another currency."""
    return converted(record.most, record.project.start_year) or _amount("most")(record)


def _role(place: int) -> Fact:
    return lambda record: "; ".join(party.organisation.name for party in record.roles[place].parties)


def _number(name: str) -> Fact:
    return lambda record: "" if (number := getattr(record.project, name)) is None else f"{number:,}"


def for_each_person(record: Record) -> str:
    """The most that could be paid for each person planned: our sum, and only of exact figures."""
    most, people = record.most, record.project.cohort_target
    if not most or most.exact is None or not people:
        return ""
    return money((most.exact / people).quantize(Decimal(1), ROUND_HALF_UP), most.currency)


# Heading, and its rows: label, fact, whether it is a figure, whether it is our sum.
_GROUPS: tuple[tuple[str, tuple[tuple[str, Fact, bool, bool], ...]], ...] = (
    (
        "Where and when",
        (
            ("Policy area", lambda record: record.area.label if record.area else "", False, False),
            ("Place", lambda record: record.project.place_line, False, False),
            ("Stage", lambda record: record.project.get_stage_display(), False, False),
            ("Contract signed", _date("contract_signed"), False, False),
            ("Service starts", _date("service_start"), False, False),
            ("Service ends", _date("service_end"), False, False),
        ),
    ),
    (
        "People",
        (
            ("Planned", _number("cohort_target"), True, False),
            ("Took part", _number("cohort_actual"), True, False),
            ("Counted in", lambda record: record.unit, False, False),
        ),
    ),
    (
        "Money",
        (
            ("Most that could be paid", _amount("most"), True, False),
            ("The same, in pounds", _pounds, True, True),
            ("The same, for each of those planned", for_each_person, True, True),
            ("Most for one person", _amount("person_cap"), True, False),
            ("Investment committed", _amount("investment"), True, False),
            ("Paid for outcomes", _amount("paid"), True, False),
        ),
    ),
    (
        "Outcomes",
        (
            ("Outcomes in the record", lambda record: str(record.outcome_count or ""), True, False),
            ("Named", lambda record: "; ".join(outcome.name for outcome in record.outcomes[:6]), False, False),
        ),
    ),
    (
        "Organisations",
        (
            ("Pay for outcomes", _role(0), False, False),
            ("Deliver the service", _role(1), False, False),
            ("Invest", _role(2), False, False),
            ("Advise", _role(3), False, False),
            ("Evaluate or validate", _role(4), False, False),
            ("Outcomes fund", lambda record: "; ".join(fund.name for fund in record.funds), False, False),
        ),
    ),
)


def compared(projects: Sequence[Project]) -> list[Group]:
    """All rows of these projects, fetched `for_page`; a fact that no record has says so."""
    records = [Record(project) for project in projects]
    return [
        Group(
            heading,
            _without_repeats(
                [Row(label, [fact(r) or NOTHING for r in records], ours, num) for label, fact, num, ours in rows]
            ),
        )
        for heading, rows in _GROUPS
    ]


def _without_repeats(rows: Sequence[Row]) -> list[Row]:
    """Without sums of ours that say what the row before says: amounts that are all in pounds already."""
    return [
        row
        for before, row in zip([None, *rows], rows, strict=False)
        if not (row.is_ours and before and row.values == before.values)
    ]


def differing(groups: Sequence[Group]) -> list[Group]:
    """The rows that differ, and the headings that still have some."""
    kept = [Group(group.heading, [row for row in group.rows if row.differs]) for group in groups]
    return [group for group in kept if group.rows]


def compare_columns(projects: Sequence[Project]) -> list[Column]:
    """The columns of the file: the fact, and a column for each project."""
    names = [Column("fact", "Fact", lambda row: row.label)]
    return names + [
        Column(project.indigo_id or project.slug, project.name, lambda row, place=place: row.values[place])
        for place, project in enumerate(projects)
    ]
