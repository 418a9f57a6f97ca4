"""Events, who speaks at them and what is left of them."""

from events.models.event import EventPage
from events.models.index import EventIndexPage
from events.models.parts import EventMaterial, EventSpeaker

__all__ = ["EventIndexPage", "EventMaterial", "EventPage", "EventSpeaker"]
