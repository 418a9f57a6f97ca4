"""What all projects come to: medians beside means, and on how many projects each figure rests."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import fmean, median

from django.db.models import Exists, OuterRef

from golab.pages.snapshots import Snapshot
from sibdb.models import Project, ProjectAmount, ProjectParty
from sibdb.opendata.columns import shown_organisation
from sibdb.rates import in_pounds

RECORDED, CONTRACTED, INVESTED = "recorded", "contracted", "invested"
# How projects can be counted: key, label and what is counted. Other databases count in other ways, so totals differ.
DEFINITIONS = (
    (RECORDED, "Every project on record", "Every published record, at whatever stage, as INDIGO counts."),
    (
        CONTRACTED,
        "Signed contracts",
        "Records at the stage “contracted” or later, or with the day on which the contract was signed.",
    ),
    (
        INVESTED,
        "Signed contracts with investment",
        "Of the signed contracts, those with an investor or an investment on record: nearest to how impact bonds are "
        "counted elsewhere.",
    ),
)
SIGNED = frozenset({"contracted", "implementation", "service-delivery-complete", "complete"})
PLANNED, TOOK_PART, MOST, INVESTMENT, MONTHS = "planned", "took-part", "most", "investment", "months"


@dataclass(frozen=True)
class Middle:
    """The middle of what is known; `known` of `projects` have a figure."""

    known: int
    projects: int
    median: float
    mean: float


@dataclass(frozen=True)
class Landscape:
    """The figures under one definition. Counts are by primary key of a term, by stage and by year."""

    projects: int
    middles: dict[str, Middle | None]
    by_area: dict[int, int]
    by_country: dict[int, int]
    by_stage: dict[str, int]
    by_year: dict[int, int]


@dataclass
class Facts:
    """What is counted of one project."""

    area: int
    stage: str
    year: int | None
    is_signed: bool
    is_invested: bool
    numbers: dict[str, float] = field(default_factory=dict)
    countries: list[int] = field(default_factory=list)


def months_between(start: str, end: str) -> int | None:
    """Months from one month to another, both of them counted; nothing where either is only a year."""
    if len(start) < 7 or len(end) < 7 or end[:7] < start[:7]:
        return None
    years, months = int(end[:4]) - int(start[:4]), int(end[5:7]) - int(start[5:7])
    return 12 * years + months + 1


def _facts() -> dict[int, Facts]:
    """Every published project, in three statements."""
    invests = ProjectParty.objects.public().filter(
        shown_organisation("organisation"), project=OuterRef("pk"), role=ProjectParty.Role.INVESTOR
    )
    rows = Project.objects.published().order_by().annotate(has_investor=Exists(invests))
    found = {row.pk: _facts_of(row) for row in rows.only(*_COLUMNS)}
    kinds = {ProjectAmount.Kind.MAXIMUM: MOST, ProjectAmount.Kind.INVESTMENT: INVESTMENT}
    amounts = ProjectAmount.objects.public().filter(kind__in=kinds).order_by()
    for pk, kind, currency, exact in amounts.values_list("project", "kind", "currency", "exact"):
        _add_amount(found[pk], kinds[kind], currency, exact)
    through = Project.countries.through.objects.filter(project__in=Project.objects.published().values("pk"))
    for pk, country in through.values_list("project_id", "country_id"):
        found[pk].countries.append(country)
    return found


_COLUMNS = (
    *("policy_area_id", "stage", "start_year", "contract_signed", "service_start", "service_end", "cohort_target"),
    *("cohort_actual", "dates_in_doubt"),
)


def _facts_of(project: Project) -> Facts:
    months = None if project.dates_in_doubt else months_between(project.service_start, project.service_end)
    numbers = {PLANNED: project.cohort_target, TOOK_PART: project.cohort_actual, MONTHS: months}
    return Facts(
        area=project.policy_area_id,
        stage=project.stage,
        year=project.start_year,
        is_signed=project.stage in SIGNED or bool(project.contract_signed),
        is_invested=project.has_investor,
        numbers={name: number for name, number in numbers.items() if number is not None},
    )


def _add_amount(facts: Facts, name: str, currency: str, exact: Decimal | None) -> None:
    """Only exact amounts, in pounds at the rate of the year in which the project began."""
    facts.is_invested |= name == INVESTMENT
    pounds = None if exact is None else in_pounds(exact, currency, facts.year)
    if pounds is not None:
        facts.numbers[name] = float(pounds)


_COUNTS: dict[str, Callable[[Facts], bool]] = {
    RECORDED: lambda facts: True,
    CONTRACTED: lambda facts: facts.is_signed,
    INVESTED: lambda facts: facts.is_signed and facts.is_invested,
}


def _build() -> dict[str, Landscape]:
    facts = _facts()
    return {key: _landscape([one for one in facts.values() if counts(one)]) for key, counts in _COUNTS.items()}


def _landscape(facts: list[Facts]) -> Landscape:
    return Landscape(
        projects=len(facts),
        middles={name: _middle(name, facts) for name in (PLANNED, TOOK_PART, MOST, INVESTMENT, MONTHS)},
        by_area=_counted(one.area for one in facts),
        by_country=_counted(country for one in facts for country in one.countries),
        by_stage=_counted(one.stage for one in facts),
        by_year=_counted(one.year for one in facts if one.year is not None),
    )


def _middle(name: str, facts: list[Facts]) -> Middle | None:
    known = [one.numbers[name] for one in facts if name in one.numbers]
    return Middle(len(known), len(facts), median(known), fmean(known)) if known else None


def _counted(values: Iterable) -> dict:
    return dict(Counter(values).most_common())


landscapes: Snapshot[dict[str, Landscape]] = Snapshot("landscapes", _build)
