"""Local figures beside national ones: how many projects there are, for how many people, and how many name prices."""

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import (
    Aggregate,
    Case,
    Count,
    Exists,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from golab.pages.snapshots import kept
from golab.taxonomy.area import COUNCIL, REGION, UK, MyArea
from sibdb.models import Project, ProjectLocation
from sibdb.projects.facets import with_a_price
from sibdb.projects.finder import projects_stamp

LOCAL, NATIONAL, WORLD = "Local", "National", "International"


class Median(Aggregate):
    """The middle of the values; half-way between two."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Level:
    """A line: a place, what kind of figure it is, and what is counted there."""

    name: str
    kind: str
    projects: int
    people: int | None
    priced: int


@dataclass(frozen=True)
class Where:
    """A place to count in: `codes` are ONS codes of places, or nothing for a whole country or the world."""

    name: str
    kind: str
    is_there: Q


def levels_of(area: MyArea) -> list[Where]:
    """The places of a visitor's area, the nearest first."""
    found = [
        Where(name, LOCAL if level >= REGION else NATIONAL, _in_place(level, code)) for level, code, name in area.places
    ]
    return [*found, *_country(area.country)]


def levels_around(project: Project) -> list[Where]:
    """The regions and nations of a project, and its country if it has but one."""
    found = {}
    for place in project.places_above:
        found[place["code"]] = Where(place["name"], LOCAL if place["parent"] else NATIONAL, _in_place(0, place["code"]))
        if place["parent"]:
            found[place["parent"]] = Where(place["parent_name"], NATIONAL, _in_place(0, place["parent"]))
    local = sorted(found.values(), key=lambda where: where.kind != LOCAL)
    countries = project.term_pks("countries")
    return [*local, *(_country([UK, "United Kingdom"]) if countries == [UK] else [])] if local else []


def figures_at(places: list[Where], policy_area_pk: int | None) -> list[Level]:
    """A line for each place and one for all countries; one query, or none while no project changes. Nothing where
    there is no place.
    """
    if not places:
        return []
    asked = sha256(repr([policy_area_pk, [(each.name, each.kind) for each in places]]).encode()).hexdigest()
    counted = kept(projects_stamp, f"figures:{asked}", lambda: next(iter(_counted(places, policy_area_pk)), {}))
    return read_figures(places, counted)


def figures_beside(places: list[Where], policy_area_pk: int | None) -> Subquery:
    """The same figures as an annotation of another query, for `read_figures`; counted once for all of its rows."""
    return Subquery(_counted(places, policy_area_pk))


def read_figures(places: list[Where], row: dict | None) -> list[Level]:
    """The lines, of what the database counted; no row where there is no project to count."""
    counted = row or {}
    return [
        Level(each.name, each.kind, counted.get(f"projects_{n}", 0), _whole(counted.get(f"people_{n}")),
              counted.get(f"priced_{n}", 0))
        for n, each in enumerate([*places, Where("All countries", WORLD, Q())])
    ]  # fmt: skip


def _counted(places: list[Where], policy_area_pk: int | None) -> QuerySet:
    """One row with one value, `figures`: what was counted, by number of the place."""
    people = Coalesce("cohort_actual", "cohort_target")
    here = {f"here_{n}": Case(When(each.is_there, then=Value(1)), default=Value(0)) for n, each in enumerate(places)}
    asked = {}
    for number in range(len(places) + 1):
        is_here = Q(**{f"here_{number}": 1}) if number < len(places) else Q(pk__isnull=False)
        asked |= {
            f"projects_{number}": Count("pk", filter=is_here),
            f"people_{number}": Median(people, filter=is_here),
            f"priced_{number}": Count("pk", filter=is_here & Q(has_price=1)),
        }
    counted = Project.objects.published().filter(**({"policy_area": policy_area_pk} if policy_area_pk else {}))
    counted = counted.annotate(**here, has_price=Case(When(with_a_price(), then=Value(1)), default=Value(0)))
    together = counted.order_by().annotate(all=Value(1)).values("all").annotate(**asked)
    return together.values_list(JSONObject(**{name: name for name in asked}), flat=True)


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def _in_place(level: int, code: str) -> Q:
    if level == COUNCIL:
        return Q(Exists(ProjectLocation.objects.public().filter(place=code, project=OuterRef("pk"))))
    regions = Project.regions.through.objects.filter(project=OuterRef("pk"))
    return Q(Exists(regions.filter(Q(place=code) | Q(place__parent=code))))


def _country(country: list[str]) -> list[Where]:
    if not country:
        return []
    countries = Project.countries.through.objects.filter(project=OuterRef("pk"), country=country[0])
    return [Where(country[1], NATIONAL, Q(Exists(countries)))]
