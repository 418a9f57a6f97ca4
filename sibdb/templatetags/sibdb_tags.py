"""What other rooms' templates show of the projects, and what this room's own need."""

from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from golab.pages.structured import data_block
from sibdb.deflation import Deflation
from sibdb.drawings.locator import Locator, locator_of
from sibdb.drawings.parties import PartiesDiagram
from sibdb.figures import Figures, figures
from sibdb.lines import lines_of
from sibdb.models import PricedOutcome, Project
from sibdb.record import Record
from sibdb.structured import project_as_linked_data

register = template.Library()


@register.simple_tag
def project_figures() -> Figures:
    """How many projects there are, in how many countries, and how they spread over policy areas."""
    return figures.get()


class Addresses(dict):
    """Addresses by INDIGO id; `priced` are outcomes with a price of these projects."""

    priced: list[PricedOutcome]


@register.simple_tag
def project_addresses(entries: Iterable) -> dict[str, str]:
    """Addresses of the projects among a page's entries, by INDIGO id, and what they paid; one query at most."""
    ids = {entry.value["indigo_id"] for entry in entries}
    found = Project.objects.published().filter(indigo_id__in=ids).with_quotable_prices() if ids else []
    addresses = Addresses((project.indigo_id, Project.address_of(project.slug)) for project in found)
    addresses.priced = [
        PricedOutcome(project=project, **{**row, "price": Decimal(row["price"])})
        for project in found
        for row in project.priced
    ]
    return addresses


@register.filter
def project_address(addresses: dict[str, str], indigo_id: str) -> str:
    """The address of the project with this INDIGO id, or nothing."""
    return addresses.get(indigo_id, "")


@register.inclusion_tag("sibdb/ledger.html")
def project_ledger(pks: Iterable[int]) -> dict:
    """Lines of the projects with these primary keys that readers may see; one query at most."""
    return {"lines": lines_of(Project.objects.published().for_lists().filter(pk__in=pks)) if pks else []}


@register.inclusion_tag("sibdb/comparable.html")
def comparable_prices(addresses: Addresses) -> dict:
    """What the projects of `project_addresses` paid for outcomes, each a link to prices like it; no query."""
    return {"lines": addresses.priced}


@register.filter
def brought(line: PricedOutcome, deflation: Deflation | None) -> str:
    """The price in those of the deflator's last year, in words; nothing where it cannot be brought there."""
    return deflation.in_words(line.price, line.currency, line.year) if deflation else ""


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
