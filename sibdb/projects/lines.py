"""What lists draw of projects and prices, made ready: a template that only fills in costs a third."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.urls import reverse

from golab.pages.finder.terms import terms
from golab.taxonomy.area import NOTHING, MyArea
from sibdb.models import PricedOutcome, Project, ProjectAmount, RateCard, RateCardLine
from sibdb.models.project import lead_of, people_of
from sibdb.money import amount_in_words

LONGEST_LEAD = 320


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project in a list or a table."""

    name: str
    slug: str
    url: str
    place: str
    area: str
    stage: str
    year: str
    people: str
    lead: str
    most: str
    near: str = ""

    @property
    def place_and_year(self) -> str:
        return ", ".join(filter(None, (self.place, self.year)))


@dataclass(frozen=True, slots=True)
class CardGroup:
    """A rate card and those of its lines that are shown."""

    card: RateCard
    lines: list[RateCardLine]

    @property
    def unit(self) -> str:
        """What every price here is for, where it is the same for all."""
        units = {line.unit for line in self.lines}
        return units.pop() if len(units) == 1 else ""


@dataclass(frozen=True, slots=True)
class PriceGroup:
    """Prices that stand together: of a card, or of a project's record."""

    card: RateCard | None
    project: Project | None
    lines: list[PricedOutcome]
    near: str = ""

    @property
    def unit(self) -> str:
        """What every price here is for, where it is the same for all."""
        units = {line.unit for line in self.lines}
        return units.pop() if len(units) == 1 else ""

    @property
    def year(self) -> int | None:
        return self.lines[0].year


def price_groups(lines: Iterable[PricedOutcome], area: MyArea = NOTHING) -> list[PriceGroup]:
    """Prices in the order of cards and projects, under what they belong to, with why they stand first for an area."""
    groups = groupby(lines, key=lambda line: (line.card_id, None if line.card_id else line.project_id))
    return [_group(list(together), area) for _, together in groups]


def _group(lines: list[PricedOutcome], area: MyArea) -> PriceGroup:
    """Its lines differ at most in their policy area: what is said of the nearest holds for what they belong to."""
    nearest = max(lines, key=lambda line: getattr(line, "near_area", 0))
    return PriceGroup(lines[0].card, lines[0].shown_project, lines, area.why(nearest))


def lines_of(projects: Iterable[Project | tuple], area: MyArea = NOTHING) -> list[ProjectLine]:
    """Projects fetched `for_lists`, or `as_rows`; with amounts, for the table; with why they come first."""
    areas = {term.pk: term.label for term in terms.get().by_kind["area"]}
    stages, room = dict(Project.Stage.choices), reverse("sibdb:list")
    return [
        ProjectLine(
            name=project.name,
            slug=project.slug,
            url=f"{room}{project.slug}/",
            place=project.place_line,
            area=areas.get(str(project.policy_area_id), ""),
            stage=stages[project.stage],
            year=str(project.start_year or ""),
            people="" if (people := people_of(project)) is None else f"{people:,}",
            lead=shortened(lead_of(project)),
            most=most_payable(project),
            near=area.why(project) if area else "",
        )
        for project in projects
    ]


def most_payable(project: Project | tuple) -> str:
    """The most that can be paid for outcomes, in words; nothing unless the amounts were fetched."""
    for row in getattr(project, "amounts_rows", ()):
        if row["kind"] == ProjectAmount.Kind.MAXIMUM:
            amounts = (None if row[name] is None else Decimal(row[name]) for name in ("exact", "lowest", "highest"))
            return amount_in_words(*amounts, row["currency"])
    return ""


def shortened(text: str) -> str:
    """The first sentences that fit; a longer one is cut at a word."""
    if len(text) <= LONGEST_LEAD:
        return text
    kept = text[:LONGEST_LEAD]
    end = kept.rfind(". ")
    return kept[: end + 1] if end > LONGEST_LEAD / 2 else f"{kept.rsplit(' ', 1)[0]}…"


def by_card(lines: Iterable[RateCardLine]) -> list[CardGroup]:
    """Lines that stand card by card, under their cards."""
    return [CardGroup(card, list(group)) for card, group in groupby(lines, key=lambda line: line.card)]
