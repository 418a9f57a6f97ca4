"""The charts of the landscape page: each with its finding, its N, what is missing, its table and its files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from golab.charts.bars import Bar, BarChart
from golab.pages.finder.terms import terms
from sibdb.landscape.figures import INVESTMENT, MONTHS, MOST, PLANNED, TOOK_PART, Landscape
from sibdb.models import Project
from sibdb.money import money
from sibdb.rates import POUND

MOST_COUNTRIES = 15
SOURCE = "GO Lab project database (INDIGO)"
FIGURES = (
    (PLANNED, "People planned"),
    (TOOK_PART, "People who took part"),
    (MOST, "Most that can be paid for outcomes"),
    (INVESTMENT, "Investment committed"),
    (MONTHS, "Months of service, with both ends known"),
)


@dataclass(frozen=True)
class Addresses:
    """Where a chart's files are (by its name and "csv" or "svg"), and what a bar leads to (by facet and value)."""

    file: Callable[[str, str], str]
    narrowed: Callable[[str, str], str]


def landscape_addresses(definition: str) -> Addresses:
    """Of the landscape page, counted by one definition."""
    room = reverse("sibdb:list")
    return Addresses(
        file=lambda name, ending: f"{reverse(f'sibdb:landscape-{ending}', args=[name])}?count={definition}",
        narrowed=lambda facet, value: f"{room}?{facet}={value}",
    )


@dataclass(frozen=True)
class Size:
    """A row of the table of sizes: what, its median and mean, and on how many projects they rest."""

    what: str
    median: float
    mean: float
    known: int
    is_money: bool = False

    @property
    def median_text(self) -> str:
        return self._written(self.median)

    @property
    def mean_text(self) -> str:
        return self._written(self.mean)

    def _written(self, number: float) -> str:
        return money(round(number), POUND) if self.is_money else f"{number:,.0f}"


def sizes_of(landscape: Landscape) -> list[Size]:
    """What nobody recorded is left out."""
    found = [(label, name, landscape.middles[name]) for name, label in FIGURES]
    return [
        Size(label, middle.median, middle.mean, middle.known, is_money=name in (MOST, INVESTMENT))
        for label, name, middle in found
        if middle
    ]


def charts_of(landscape: Landscape, addresses: Addresses) -> dict[str, BarChart]:
    """By name, those that have something to show."""

    def _bars(counts: Mapping, named: Callable, facet: str) -> list[Bar]:
        rows = [(*named(key), number) for key, number in counts.items()]
        return [
            Bar(label, number, url=addresses.narrowed(facet, key) if facet and key else "")
            for label, key, number in rows
        ]

    areas = {int(term.pk): (term.label, term.key) for term in terms.get().by_kind["area"]}
    countries = {term.pk: (term.label, term.key) for term in terms.get().by_kind["country"]}
    stages = dict(Project.Stage.choices)
    dated = sum(landscape.by_year.values())
    placed = dict(list(landscape.by_country.items())[:MOST_COUNTRIES])
    rest = len(landscape.by_country) - len(placed)
    drawn = {
        "areas": _bars(landscape.by_area, lambda pk: areas.get(int(pk), ("Other", "")), "area"),
        "years": _bars(dict(sorted(landscape.by_year.items())), lambda year: (str(year), ""), ""),
        "countries": _bars(placed, lambda pk: countries.get(str(pk), (str(pk), "")), "country"),
        "stages": _bars(landscape.by_stage, lambda key: (stages[key], key), "stage"),
    }
    missing = {
        "years": _without(landscape.projects - dated, "no year in which it began"),
        "countries": f"{rest} more countries are in the files of the list." if rest > 0 else "",
    }
    said = {
        "areas": ("has most projects", "Projects by their main policy area.", "Policy area"),
        "years": ("saw most projects begin", "Projects by the year in which the service or contract began.", "Year"),
        "countries": ("has most projects", "Projects by country; some run in more than one.", "Country"),
        "stages": ("is the commonest stage", "Projects by stage of development, as recorded.", "Stage"),
    }
    return {
        name: BarChart(
            key=name,
            finding=f"{max(bars, key=lambda bar: bar.value).label} {said[name][0]}",
            method=said[name][1],
            label_heading=said[name][2],
            value_heading="Projects",
            bars=bars,
            count=dated if name == "years" else landscape.projects,
            counted="projects",
            source=SOURCE,
            as_of=timezone.localdate(),
            missing=missing.get(name, ""),
            csv_url=addresses.file(name, "csv"),
            svg_url=addresses.file(name, "svg"),
        )
        for name, bars in drawn.items()
        if bars
    }


def _without(number: int, what: str) -> str:
    return f"{number:,} project{' has' if number == 1 else 's have'} {what} on record." if number else ""
