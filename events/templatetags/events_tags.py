"""What other rooms' templates show of events."""

from collections.abc import Iterable

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from events.models import EventIndexPage, EventMaterial, EventPage
from events.structured import event_as_linked_data
from golab.pages.structured import data_block
from golab.pages.tree import site_tree

register = template.Library()
SHOWN_ON_THE_HOME_PAGE = 3


@register.inclusion_tag("events/coming_up.html")
def coming_up(count: int = SHOWN_ON_THE_HOME_PAGE) -> dict:
    """The next events, in one query: where the list is and what is closed to some is known from the tree."""
    tree = site_tree.get()
    index = tree.first_of(EventIndexPage)
    events = EventPage.objects.live().upcoming(now=timezone.now()).exclude(pk__in=tree.restricted_pks)
    return {"index": index, "events": events.soonest_first()[:count] if index else []}


@register.simple_tag
def linked_data(event: EventPage) -> SafeString:
    """The event for search engines."""
    facts = event_as_linked_data(event)
    return SafeString("") if facts is None else data_block(facts)


@register.filter
def full_stop(text: str) -> str:
    """A sentence with its full stop, whether or not the text brought one; nothing for nothing."""
    return f"{text.rstrip('.')}." if text else ""


@register.filter
def has_recording(materials: Iterable[EventMaterial]) -> bool:
    return any(material.kind == EventMaterial.Kind.RECORDING for material in materials)
