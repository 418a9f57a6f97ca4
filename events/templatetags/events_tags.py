"""What other rooms' templates show of events."""

import json
from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from events.models import EventIndexPage, EventMaterial, EventPage
from events.structured import event_as_linked_data
from golab.pages.tree import site_tree

register = template.Library()
SHOWN_ON_THE_HOME_PAGE = 3
# What could end the element or start markup in it; JSON reads the escapes as the characters.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


@register.inclusion_tag("events/coming_up.html")
def coming_up(count: int = SHOWN_ON_THE_HOME_PAGE) -> dict:
    """The next events, in one query: where the list is and what is closed to some is known from the tree."""
    tree = site_tree.get()
    index = tree.first_of(EventIndexPage)
    events = EventPage.objects.live().upcoming(now=timezone.now()).exclude(pk__in=tree.restricted_pks)
    return {"index": index, "events": events.soonest_first()[:count] if index else []}


@register.simple_tag
def linked_data(event: EventPage) -> SafeString:
    """The event for search engines, as a data block: it is not run, so the content security policy lets it stand."""
    facts = event_as_linked_data(event)
    if facts is None:
        return SafeString("")
    text = mark_safe(json.dumps(facts, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped the line above
    return format_html('<script type="application/ld+json">{}</script>', text)


@register.filter
def full_stop(text: str) -> str:
    """A sentence with its full stop, whether or not the text brought one; nothing for nothing."""
    return f"{text.rstrip('.')}." if text else ""


@register.filter
def has_recording(materials: Iterable[EventMaterial]) -> bool:
    return any(material.kind == EventMaterial.Kind.RECORDING for material in materials)
