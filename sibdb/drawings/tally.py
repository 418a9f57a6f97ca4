"""What a search of the projects comes to, counted in one statement however many it finds."""

from dataclasses import dataclass

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast

from sibdb.landscape.figures import Landscape
from sibdb.models import Project

AREA, STAGE, YEAR, COUNTRY, REGION, PLACED, IN_REGIONS = (
    *("area", "stage", "year", "country", "region"),
    *("placed", "in-regions"),
)


@dataclass(frozen=True)
class Tally:
    """Counts by the key of a term, by kind; `placed` projects name a country, `in_regions` a nation or region."""

    landscape: Landscape
    by_region: dict[str, int]
    placed: int
    in_regions: int


def tally(projects: QuerySet, total: int) -> Tally:
    """Of the projects of a queryset, of which there are `total`."""
    counts: dict[str, dict[str, int]] = {kind: {} for kind in (AREA, STAGE, YEAR, COUNTRY, REGION, PLACED, IN_REGIONS)}
    parts = _parts(projects.order_by().values("pk"))
    for kind, key, number in parts[0].union(*parts[1:], all=True):
        if key is not None:
            counts[kind][key] = number
    ordered = {kind: dict(sorted(found.items(), key=lambda one: (-one[1], one[0]))) for kind, found in counts.items()}
    return Tally(
        landscape=Landscape(
            projects=total,
            middles={},
            by_area={int(key): number for key, number in ordered[AREA].items()},
            by_country=ordered[COUNTRY],
            by_stage=ordered[STAGE],
            by_year={int(key): number for key, number in ordered[YEAR].items()},
        ),
        by_region=ordered[REGION],
        placed=sum(ordered[PLACED].values()),
        in_regions=sum(ordered[IN_REGIONS].values()),
    )


def _parts(wanted: QuerySet) -> list[QuerySet]:
    projects = Project.objects.filter(pk__in=wanted).order_by()
    in_countries = Project.countries.through.objects.filter(project__in=wanted).order_by()
    in_regions = Project.regions.through.objects.filter(project__in=wanted).order_by()
    return [
        _counted(projects, AREA, F("policy_area_id")),
        _counted(projects, STAGE, F("stage")),
        _counted(projects, YEAR, F("start_year")),
        _counted(in_countries, COUNTRY, F("country_id")),
        _counted(in_regions, REGION, F("place__slug")),
        _counted(in_countries, PLACED, Value("")),
        _counted(in_regions, IN_REGIONS, Value("")),
    ]


def _counted(rows: QuerySet, kind: str, key: F | Value) -> QuerySet:
    """Kind, key and how many projects have it."""
    counted = Count("pk" if rows.model is Project else "project", distinct=rows.model is not Project)
    texts = {"about": Cast(Value(kind), CharField()), "key": Cast(key, CharField())}
    return rows.annotate(**texts).values("about", "key").annotate(found=counted).values_list("about", "key", "found")
