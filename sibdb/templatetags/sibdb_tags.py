"""What other rooms' templates show of the projects, and what this room's own need."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from golab.pages.structured import data_block
from golab.taxonomy.area import NOTHING, MyArea, area_of
from sibdb.around.nearness import near_projects
from sibdb.around.standing import Level, figures_at, levels_of
from sibdb.drawings.locator import Locator, locator_of
from sibdb.drawings.parties import PartiesDiagram
from sibdb.figures import Figures, figures
from sibdb.models import PricedOutcome, Project
from sibdb.prices.deflation import Deflation
from sibdb.projects.drawing import articles, rows
from sibdb.projects.lines import ProjectLine, lines_of
from sibdb.projects.on_steps import OnStep, on_step
from sibdb.projects.record import Record
from sibdb.projects.structured import project_as_linked_data

register = template.Library()
MOST_NEAR = 4


@register.simple_tag
def project_figures() -> Figures:
    """How many projects there are, in how many countries, and how they spread over policy areas."""
    return figures.get()


@register.simple_tag(takes_context=True)
def who_has_done(context: dict, picks: Iterable, step_key: str) -> OnStep:
    """The projects of a step, with what they paid: the editors' picks first, then near and similar; one query."""
    return on_step(picks, step_key, _area(context))


@register.simple_tag(takes_context=True)
def standing_of_my_area(context: dict) -> list[Level]:
    """Local figures beside national ones for a visitor who said where they work; else nothing, and no query."""
    area = _area(context)
    return figures_at(levels_of(area), area.policy_area_pk) if area.orders_lists else []


@register.inclusion_tag("sibdb/near_me.html", takes_context=True)
def projects_near_me(context: dict) -> dict:
    """The projects nearest and most similar to the visitor's area; one query, none without an area."""
    area = _area(context)
    if not area:
        return {"area": area, "lines": []}
    near = near_projects(Project.objects.published().for_lists(), area).filter(nearness__gt=0)
    return {"area": area, "lines": lines_of(near.order_by("-nearness", "-start_year", "name", "pk")[:MOST_NEAR], area)}


def _area(context: dict) -> MyArea:
    request = context.get("request")
    return area_of(request) if request else NOTHING


@register.inclusion_tag("sibdb/ledger.html")
def project_ledger(pks: Iterable[int]) -> dict:
    """Lines of the projects with these primary keys that readers may see; one query at most."""
    return {"lines": lines_of(Project.objects.published().for_lists().filter(pk__in=pks)) if pks else []}


@register.filter
def brought(line: PricedOutcome, deflation: Deflation | None) -> str:
    """The price in those of the deflator's last year, in words; nothing where it cannot be brought there."""
    return deflation.in_words(line.price, line.currency, line.year) if deflation else ""


@register.filter
def as_articles(lines: Iterable[ProjectLine]) -> SafeString:
    """Projects as a list."""
    return SafeString(articles(lines))


@register.filter
def as_rows(lines: Iterable[ProjectLine]) -> SafeString:
    """Projects as the rows of a table."""
    return SafeString(rows(lines))


@register.filter
def cites(numbers: Iterable[int]) -> SafeString:
    """Links to the sources of a fact, by their numbers on the page."""
    links = ((number, number) for number in numbers)
    return format_html_join("", ' <a class="src" href="#s{}"><span class="visually-hidden">Source </span>{}</a>', links)


@register.simple_tag
def who_pays_whom(record: Record) -> PartiesDiagram:
    """The drawing of a record's parties."""
    return PartiesDiagram(record)


@register.simple_tag
def where_it_is(record: Record) -> Locator | None:
    """The part of the world in which a record's places lie; nothing where none has coordinates."""
    return locator_of(record.locations)


@register.simple_tag
def project_data(record: Record) -> SafeString:
    """The project for search engines."""
    return data_block(project_as_linked_data(record))
