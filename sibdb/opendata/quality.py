"""How good the data is, for readers: over all projects and of each, by INDIGO's priority, and by kind of fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, Count, ExpressionWrapper, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from sibdb.models import Finding, Project
from sibdb.quality.completeness import COMPONENTS, Measure
from sibdb.querysets import ProjectQuerySet


class Kind(models.TextChoices):
    """What is wrong, in the words of the page."""

    MISSING = "missing", "Missing"
    BAD_CODE = "bad-code", "Bad code or unreadable cell"
    STALE = "stale", "Stale stage"
    UNSOURCED = "unsourced", "Unsourced"
    CONTRADICTORY = "contradictory", "Contradictory or doubtful"


CHECKS: dict[Kind, tuple[str, ...]] = {
    Kind.MISSING: ("no-stage", "no-area-code"),
    Kind.BAD_CODE: (
        *("bad-currency", "bad-number", "bad-date", "bad-code", "bad-address", "bad-text", "currency-word"),
        *("unknown-id", "amount-aside", "dangling", "id-twice"),
    ),
    Kind.STALE: ("stale-stage", "no-end"),
    Kind.UNSOURCED: ("unsourced",),
    Kind.CONTRADICTORY: ("ends-before-start", "contradictory", "cap-for-one", "shifted-prices", "reviewed-doubt"),
}
LEVELS = {level.value: level.label for level in Finding.Level}


def kind_of_check() -> Case:
    """Which kind a finding is of, as an expression; what no kind names counts as doubtful."""
    whens = [When(check_name__in=checks, then=Value(str(kind))) for kind, checks in CHECKS.items()]
    return Case(*whens, default=Value(str(Kind.CONTRADICTORY)), output_field=models.CharField())


@dataclass(frozen=True)
class Faults:
    """How many faults of a kind there are at each of INDIGO's priorities, and in how many projects."""

    kind: str
    by_level: tuple[int, ...]
    projects: int


def faults() -> list[Faults]:
    """Each kind over all public records, in one query."""
    named = {f"level_{level}": Count("pk", filter=Q(level=level)) for level in LEVELS}
    rows = (
        Finding.objects.public()
        .order_by()
        .annotate(kind=kind_of_check())
        .values("kind")
        .annotate(projects=Count("project", distinct=True), **named)
    )
    found = {row["kind"]: row for row in rows}
    none = {"projects": 0, **dict.fromkeys(named, 0)}
    return [_faults(kind, found.get(kind, none), named) for kind in Kind]


def _faults(kind: Kind, row: dict[str, Any], names: Iterable[str]) -> Faults:
    return Faults(kind.label, tuple(row[name] for name in names), row["projects"])


def by_level(measures: list[Measure]) -> list[tuple[str, list[Measure]]]:
    """Components under the priority that INDIGO gives them."""
    return [(label, [one for one in measures if str(one.level) == level]) for level, label in LEVELS.items()]


ASKED = {level: sum(str(one) == level for _, _, one, _ in COMPONENTS) for level in LEVELS}


def with_scores(projects: ProjectQuerySet) -> ProjectQuerySet:
    """With how many components of each priority are recorded, and how many public faults of each kind there are."""
    scores = {f"recorded_{level}": _recorded(level) for level in LEVELS}
    public = Q(findings__is_private=False)
    named = {
        f"faults_{kind.name.lower()}": Count("findings", filter=public & Q(findings__check_name__in=checks))
        for kind, checks in CHECKS.items()
    }
    return projects.annotate(**scores).annotate(**named, all_faults=Count("findings", filter=public))


def _recorded(level: str) -> Combinable:
    """How many of the components of a priority are recorded."""
    total: Any = Value(0, IntegerField())
    for _, _, one, is_recorded in COMPONENTS:
        if str(one) == level:
            is_there = ExpressionWrapper(is_recorded, output_field=BooleanField())
            total = total + Case(When(Q(is_there), then=Value(1)), default=Value(0), output_field=IntegerField())
    return total


def scores_of(project: Project) -> list[tuple[int, int]]:
    """Of a project `with_scores`, at each priority, how much is recorded and how much is asked for."""
    return [(getattr(project, f"recorded_{level}"), asked) for level, asked in ASKED.items()]


def faults_of(project: Project) -> list[int]:
    """Of a project `with_scores`, how many faults of each kind."""
    return [getattr(project, f"faults_{kind.name.lower()}") for kind in CHECKS]
