"""How near and similar a project or a price is to a visitor's area: by place, by policy area, by who pays."""

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Value, When, Window

from golab.taxonomy.area import AREA_POINTS, COUNCIL, COUNTRY, NATION, REGION, MyArea
from sibdb.models import Project, ProjectLocation, ProjectParty

# The record does not say what kind of public body pays. Its name nearly always does.
PAYERS = {
    "council": r"council|borough|combined authority|county of|city of|cyngor",
    "health": r"\mNHS\M|clinical commissioning|integrated care|health (board|authority|trust)",
    "central": r"department (for|of)|ministry|cabinet office|home office|government$|\magency\M",
}


def near_projects(projects: QuerySet, area: MyArea) -> QuerySet:
    """Annotated with `near_place`, `near_area`, `near_payer` (see `MyArea.why`) and `nearness`, their sum."""
    return _annotated(projects, area, pk="pk", has_area=_has_area(area, "pk"))


def near_prices(prices: QuerySet, area: MyArea) -> QuerySet:
    """The same for prices, by their own policy area and their project's place and payer. Those of one card, or of one
    record, are as near as the nearest of them: outcomes of several policy areas would tear it apart.
    """
    found = _annotated(prices, area, pk="project_id", has_area=Q(policy_area=area.policy_area_pk))
    together = [F("card_id"), Case(When(card=None, then=F("project_id")))]
    return found.alias(own=F("nearness")).annotate(nearness=Window(Max("own"), partition_by=together))


def _annotated(rows: QuerySet, area: MyArea, *, pk: str, has_area: Q) -> QuerySet:
    points = [When(condition, then=Value(level)) for level, condition in _places(area, pk)]
    nothing = Value(0, IntegerField())
    return rows.annotate(
        near_place=Case(*points, default=nothing) if points else nothing,
        near_area=Case(When(has_area, then=Value(1)), default=nothing) if area.policy_area else nothing,
        near_payer=Case(When(_payer(area, pk), then=Value(1)), default=nothing) if area.role in PAYERS else nothing,
    ).annotate(nearness=2 * (F("near_place") + AREA_POINTS * F("near_area")) + F("near_payer"))


def _places(area: MyArea, pk: str) -> list[tuple[int, Exists]]:
    """Conditions from the nearest to the farthest, with what each is worth."""
    locations = ProjectLocation.objects.public().filter(project=OuterRef(pk))
    regions = Project.regions.through.objects.filter(project=OuterRef(pk))
    countries = Project.countries.through.objects.filter(project=OuterRef(pk))
    found = []
    if council := area.code(COUNCIL):
        found.append((COUNCIL, Exists(locations.filter(place=council))))
    if region := area.code(REGION):
        found.append((REGION, Exists(regions.filter(place=region))))
    if nation := area.code(NATION):
        found.append((NATION, Exists(regions.filter(Q(place=nation) | Q(place__parent=nation)))))
    if area.country:
        found.append((COUNTRY, Exists(countries.filter(country=area.country_code))))
    return found


def _has_area(area: MyArea, pk: str) -> Q:
    others = Project.secondary_areas.through.objects.filter(project=OuterRef(pk), policyarea=area.policy_area_pk)
    return Q(policy_area=area.policy_area_pk) | Q(Exists(others))


def _payer(area: MyArea, pk: str) -> Exists:
    payers = ProjectParty.objects.public().filter(role=ProjectParty.Role.PAYER, project=OuterRef(pk))
    named = payers.filter(organisation__name__iregex=PAYERS[area.role])
    return Exists(named.exclude(organisation__status="private"))
