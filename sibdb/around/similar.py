"""Projects like one: by policy area, who pays, region, fund and number of people. Each says in what it is alike."""

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Abs, Coalesce

from sibdb.models import Project, ProjectParty

# What is alike, in words, and what it counts. Sharing less than a policy area, or a payer and a region, is chance.
COUNTS = {
    "same_area": ("policy area", 3),
    "same_payer": ("outcome payer", 2),
    "same_region": ("region", 2),
    "same_fund": ("outcomes fund", 2),
    "same_size": ("number of people, within a half and twice", 1),
}
LEAST = 3
PAYER = ProjectParty.Role.PAYER


def similar_to(projects: QuerySet, project: Project) -> QuerySet:
    """Of `projects` those like this one (fetched `for_page`), the most alike first, then the nearest in size."""
    size, people = project.people, Coalesce("cohort_actual", "cohort_target")
    alike = {name: Case(When(is_so, then=Value(1)), default=Value(0)) for name, is_so in _conditions(project).items()}
    found = projects.exclude(pk=project.pk).annotate(
        **alike, difference=Abs(people - Value(size)) if size is not None else Value(None, IntegerField())
    )
    score = sum((F(name) * points for name, (_, points) in COUNTS.items()), Value(0))
    order = ("-alike", F("difference").asc(nulls_last=True), "name", "pk")
    return found.annotate(alike=score).filter(alike__gte=LEAST).order_by(*order)


def _conditions(project: Project) -> dict[str, Q]:
    payers = {party.organisation.pk for party in project.parts("parties") if party.role == PAYER}
    paid_by = ProjectParty.objects.public().filter(role=PAYER, organisation__in=payers, project=OuterRef("pk"))
    regions = [place["code"] for place in project.places_above]
    funds = [fund.pk for fund in project.parts("funds")]
    return {
        "same_area": Q(policy_area=project.policy_area_id),
        "same_payer": Q(Exists(paid_by)),
        "same_region": Q(Exists(Project.regions.through.objects.filter(project=OuterRef("pk"), place__in=regions))),
        "same_fund": Q(Exists(Project.funds.through.objects.filter(project=OuterRef("pk"), outcomesfund__in=funds))),
        "same_size": _near_in_size(project.people),
    }


def _near_in_size(size: int | None) -> Q:
    if not size:
        return Q(pk__in=[])
    around = (size // 2, size * 2)
    return Q(cohort_actual__range=around) | Q(cohort_actual=None, cohort_target__range=around)


def alike_in_words(project: Project) -> str:
    """What a project of `similar_to` has in common: "Same policy area, outcome payer and region"."""
    shared = [words for name, (words, _) in COUNTS.items() if getattr(project, name, 0)]
    if not shared:
        return ""
    return "Same " + (f"{', '.join(shared[:-1])} and {shared[-1]}" if len(shared) > 1 else shared[0])
