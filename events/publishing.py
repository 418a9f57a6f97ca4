"""When an event is published, its calendar entry may have a new version."""

from wagtail.signals import page_published

from events.models import EventPage


def connect() -> None:
    """Listen; called once by the app's ready()."""
    page_published.connect(_on_publish, sender=EventPage, dispatch_uid="events.publishing")


def _on_publish(sender: type[EventPage], instance: EventPage, **_: object) -> None:
    instance.note_calendar_change()
