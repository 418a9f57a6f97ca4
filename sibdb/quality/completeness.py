"""How much of each project is recorded, by INDIGO's priority of the component. Private rows count as not recorded."""

from dataclasses import dataclass

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q

from sibdb.models import (
    Assistance,
    OutcomePayment,
    OutcomePrice,
    Project,
    ProjectAmount,
    ProjectDocument,
    ProjectIdentifier,
    ProjectLocation,
    ProjectOutcome,
    ProjectParty,
    ProjectSource,
    Result,
    Transaction,
)
from sibdb.querysets import PRIVATE, ProjectQuerySet

Role, Kind = ProjectParty.Role, ProjectAmount.Kind


@dataclass(frozen=True, slots=True)
class Measure:
    """Of how many projects, out of how many, a component is recorded. `level` is INDIGO's priority, 1 to 3."""

    key: str
    label: str
    level: int
    recorded: int
    total: int

    @property
    def missing(self) -> int:
        return self.total - self.recorded

    @property
    def percent(self) -> int:
        return round(100 * self.recorded / self.total) if self.total else 0


def _has(part: type, **where: object) -> Exists:
    return Exists(part._base_manager.filter(project=OuterRef("pk"), **where).exclude(status=PRIVATE))


_FUNDED = Project.funds.through.objects.filter(project=OuterRef("pk")).exclude(outcomesfund__status=PRIVATE)
# Key, label, INDIGO's priority (of the standard 4.1.0), and when it is recorded.
COMPONENTS = (
    ("stage", "Stage of development", 1, ~Q(stage=Project.Stage.NOT_RECORDED)),
    ("contract", "Date the contract was signed", 1, ~Q(contract_signed="")),
    ("start", "Start of the service", 1, ~Q(service_start="")),
    ("end", "End of the service", 1, ~Q(service_end="")),
    ("jurisdiction", "Jurisdiction", 1, Q(jurisdiction__isnull=False)),
    ("investment", "Investment committed", 1, _has(ProjectAmount, kind=Kind.INVESTMENT)),
    ("maximum", "Most that can be paid for outcomes", 1, _has(ProjectAmount, kind=Kind.MAXIMUM)),
    ("population", "Who it is for", 1, ~Q(target_population="", population_recorded="")),
    ("people", "How many people were planned", 1, Q(cohort_target__isnull=False)),
    ("engaged", "How many people took part", 1, Q(cohort_actual__isnull=False)),
    ("goals", "Primary development goal", 1, ~Q(goals=[])),
    ("payers", "Outcome payers", 2, _has(ProjectParty, role=Role.PAYER)),
    ("providers", "Service providers", 2, _has(ProjectParty, role=Role.PROVIDER)),
    ("investors", "Investors", 2, _has(ProjectParty, role=Role.INVESTOR)),
    ("intermediaries", "Intermediaries", 2, _has(ProjectParty, role=Role.INTERMEDIARY)),
    ("funds", "Outcomes funds", 2, Exists(_FUNDED)),
    ("places", "Places", 2, _has(ProjectLocation)),
    ("outcomes", "Outcomes", 2, _has(ProjectOutcome)),
    ("prices", "Outcome prices", 2, _has(OutcomePrice, price__isnull=False)),
    ("sources", "Sources", 2, _has(ProjectSource)),
    ("documents", "Documents", 2, _has(ProjectDocument)),
    ("registers", "Ids in other open registers", 2, _has(ProjectIdentifier)),
    ("returns", "Target rate of return", 3, ~Q(irr_target="", most_return="")),
    ("assistance", "Technical assistance", 3, _has(Assistance)),
    ("results", "Results", 3, _has(Result)),
    ("payments", "Outcome payments", 3, _has(OutcomePayment)),
    ("transactions", "Transactions", 3, _has(Transaction)),
)


def overall(projects: ProjectQuerySet | None = None) -> list[Measure]:
    """Each component over these projects (those that readers see), in one query."""
    rows = Project.objects.published() if projects is None else projects
    found = rows.aggregate(
        total=Count("pk"), **{key: Count("pk", filter=is_recorded) for key, _, _, is_recorded in COMPONENTS}
    )
    return [Measure(key, label, level, found[key], found["total"]) for key, label, level, _ in COMPONENTS]


def of_project(project: Project) -> list[Measure]:
    """Each component of one project, in one query: recorded once, or not."""
    named = {
        f"has_{key}": ExpressionWrapper(is_recorded, output_field=BooleanField())
        for key, _, _, is_recorded in COMPONENTS
    }
    row = Project.objects.filter(pk=project.pk).annotate(**named).values(*named).get()
    return [Measure(key, label, level, int(row[f"has_{key}"]), 1) for key, label, level, _ in COMPONENTS]
