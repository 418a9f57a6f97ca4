"""Counts of projects for the home page."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast

from golab.pages.finder.terms import terms
from golab.pages.snapshots import Snapshot
from sibdb.models import Project

BARS_SHOWN = 6
# The home page's drawing: a bar of full length and the height of a row, in units of its view box.
FULL, ROW, START = 230, 25, 170


@dataclass(frozen=True, slots=True)
class AreaBar:
    """Projects of a policy area."""

    label: str
    key: str
    count: int
    width: float
    place: int

    @property
    def top(self) -> int:
        return self.place * ROW + 4

    @property
    def baseline(self) -> int:
        return self.place * ROW + 16

    @property
    def start(self) -> int:
        return START

    @property
    def end(self) -> float:
        return START + 6 + self.width


@dataclass(frozen=True, slots=True)
class Figures:
    """Projects, countries, and policy areas (primary key to count)."""

    projects: int
    countries: int
    by_area: dict[str, int]

    @property
    def bars(self) -> list[AreaBar]:
        """The areas with most projects first, as many as the drawing has room for."""
        ranked = sorted(self.by_area.items(), key=lambda item: -item[1])[:BARS_SHOWN]
        most = max(self.by_area.values(), default=1)
        named = [(terms.get().one("area", pk), count) for pk, count in ranked]
        return [
            AreaBar(term.label, term.key, count, round(FULL * count / most, 1), place)
            for place, (term, count) in enumerate((term, count) for term, count in named if term)
        ]

    @property
    def height(self) -> int:
        return len(self.bars) * ROW


def _count() -> Figures:
    """All in one statement."""
    published = Project.objects.published().order_by()
    by_area = published.values(pk_of_area=Cast("policy_area_id", CharField())).annotate(found=Count("pk"))
    countries = published.values(pk_of_area=Cast(Value(None), CharField())).annotate(
        found=Count("countries", distinct=True)
    )
    rows = dict(by_area.union(countries, all=True).values_list("pk_of_area", "found"))
    in_countries = rows.pop(None, 0)
    return Figures(sum(rows.values()), in_countries, rows)


figures: Snapshot[Figures] = Snapshot("project-figures", _count)
