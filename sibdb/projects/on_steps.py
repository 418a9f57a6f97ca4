"""Who has done a step of the journey: from the database of projects by its steps, the editors' picks first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from golab.taxonomy.area import REGION, MyArea
from sibdb.around.nearness import near_projects
from sibdb.around.standing import Level, figures_beside, levels_of, read_figures
from sibdb.models import PricedOutcome, Project

MOST_DONE, MOST_SIMILAR, MOST_PRICES = 10, 4, 8


@dataclass(frozen=True)
class Done:
    """A project beside a step. `why` is an editor's, or else what the project says of itself."""

    name: str
    url: str
    where: str
    why: str
    near: str


@dataclass(frozen=True)
class OnStep:
    """What a step shows of projects: those that did it, those that are like the visitor's, and what they paid."""

    done: list[Done] = field(default_factory=list)
    similar: list[Done] = field(default_factory=list)
    prices: list[tuple[PricedOutcome, str]] = field(default_factory=list)  # each with why it stands first
    nothing_near: str = ""
    standing: list[Level] = field(default_factory=list)  # local figures beside national ones


def on_step(picks: Iterable, step_key: str, area: MyArea) -> OnStep:
    """`picks` are an editor's entries of the step's page. One query, none where nothing could be found."""
    entries = [entry.value for entry in picks]
    if not (entries or step_key):
        return OnStep()
    projects = list(_projects([entry["indigo_id"] for entry in entries], step_key, area))
    known = {project.indigo_id: project for project in projects}
    picked = [(entry["name"], entry["why"], known.get(entry["indigo_id"])) for entry in entries]
    picked_ids = {entry["indigo_id"] for entry in entries}
    others = [project for project in projects if project.on_step and project.indigo_id not in picked_ids]
    done = [_done(*one, area) for one in picked] + [_done(one.name, one.lead, one, area) for one in others]
    if area.orders_lists:  # what is near stands first, and among equals the editors' picks do
        nearness = {project.url_on_site: -project.nearness for project in projects}
        done.sort(key=lambda one: nearness.get(one.url, 0))
    similar = [_done(one.name, one.lead, one, area) for one in projects if not one.on_step][:MOST_SIMILAR]
    is_far = area.orders_lists and not similar and not any(one.near for one in done)
    prices = sorted(_prices(projects, area), key=lambda price: -price[0].project.nearness)[:MOST_PRICES]
    nothing_near = "No project here" if is_far else ""
    return OnStep(done[: max(MOST_DONE, len(entries))], similar, prices, nothing_near, _standing(projects, area))


def _projects(ids: list[str], step_key: str, area: MyArea):
    steps = Project.steps.through.objects.filter(project=OuterRef("pk"), step__slug=step_key)
    on_step = Case(When(Q(indigo_id__in=ids) | Q(Exists(steps)), then=Value(1)), default=Value(0))
    found = Project.objects.published().with_quotable_prices().annotate(on_step=on_step)
    if area.orders_lists:
        if places := levels_of(area):
            found = found.annotate(standing=figures_beside(places, area.policy_area_pk))
        near = near_projects(found, area).filter(Q(on_step=1) | Q(near_place__gte=REGION) | Q(near_area=1))
        return near.order_by("-on_step", "-nearness", "-start_year", "name", "pk")[
            : MOST_DONE + MOST_SIMILAR + len(ids)
        ]
    none = {name: Value(0, IntegerField()) for name in ("near_place", "near_area", "near_payer", "nearness")}
    listed = found.filter(on_step=1).annotate(**none)
    return listed.order_by("-start_year", "name", "pk")[: MOST_DONE + len(ids)]


def _standing(projects: list[Project], area: MyArea) -> list[Level]:
    """The same figures came with every project."""
    places = levels_of(area) if area.orders_lists and projects else []
    return read_figures(places, projects[0].standing) if places else []


def _done(name: str, why: str, project: Project | None, area: MyArea) -> Done:
    """A pick that the database does not have, or not for readers, stands without a link."""
    if project is None:
        return Done(name, "", "", why, "")
    return Done(name, project.url_on_site, project.place_line, why, area.why(project))


def _prices(projects: Iterable[Project], area: MyArea) -> list[tuple[PricedOutcome, str]]:
    """The dearest outcomes of each that can be quoted."""
    return [
        (PricedOutcome(project=project, **{**row, "price": Decimal(row["price"])}), area.why(project))
        for project in projects
        for row in project.priced
    ]
