"""Counts of projects for the home page."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast

from golab.pages.snapshots import Snapshot
from sibdb.models import Project

BARS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class AreaBar:
    """Projects of a policy area; `width` in hundredths of the longest bar."""

    label: str
    key: str
    count: int
    width: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Projects, countries, and policy areas (name, slug, projects), those with most projects first."""

    projects: int
    countries: int
    by_area: tuple[tuple[str, str, int], ...]

    @property
    def bars(self) -> list[AreaBar]:
        """As many areas as the drawing has room for."""
        most = max((count for _, _, count in self.by_area), default=1)
        return [
            AreaBar(name, slug, count, round(100 * count / most, 1)) for name, slug, count in self.by_area[:BARS_SHOWN]
        ]


def _count() -> Figures:
    """All in one statement."""
    published = Project.objects.published().order_by()
    nothing = Cast(Value(None), CharField())
    by_area = published.values("policy_area__name", "policy_area__slug").annotate(found=Count("pk"))
    countries = published.values(area=nothing, key=nothing).annotate(found=Count("countries", distinct=True))
    in_countries, areas = 0, []
    for name, slug, found in by_area.values_list("policy_area__name", "policy_area__slug", "found").union(
        countries.values_list("area", "key", "found"), all=True
    ):
        if name is None:
            in_countries = found
        else:
            areas.append((name, slug, found))
    areas.sort(key=lambda area: (-area[2], area[0]))
    return Figures(sum(found for _, _, found in areas), in_countries, tuple(areas))


figures: Snapshot[Figures] = Snapshot("project-figures", _count)
