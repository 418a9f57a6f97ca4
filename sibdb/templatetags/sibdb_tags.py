"""What other rooms' templates show of the projects, and what this room's own need."""

import json
from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sibdb.figures import Figures, figures
from sibdb.models import Project
from sibdb.record import Record
from sibdb.structured import project_as_linked_data

register = template.Library()
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def project_figures() -> Figures:
    """How many projects there are, in how many countries, and how they spread over policy areas."""
    return figures.get()


@register.simple_tag
def project_addresses(entries: Iterable) -> dict[str, str]:
    """Addresses of the projects among a page's entries, by INDIGO id; one query at most."""
    ids = {entry.value["indigo_id"] for entry in entries}
    if not ids:
        return {}
    found = Project.objects.published().filter(indigo_id__in=ids).values_list("indigo_id", "slug")
    return {indigo_id: Project.address_of(slug) for indigo_id, slug in found}


@register.filter
def project_address(addresses: dict[str, str], indigo_id: str) -> str:
    """The address of the project with this INDIGO id, or nothing."""
    return addresses.get(indigo_id, "")


@register.simple_tag
def project_data(record: Record) -> SafeString:
    """The project for search engines, as a data block: it is not run, so the content security policy lets it stand."""
    facts = json.dumps(project_as_linked_data(record), ensure_ascii=False).translate(_ESCAPES)
    text = mark_safe(facts)  # noqa: S308 - escaped the line above
    return format_html('<script type="application/ld+json">{}</script>', text)
