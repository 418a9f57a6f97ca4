"""What the outbox tells whom."""

from icalendar import Calendar

from golab.notifications.models import OutgoingMessage
from surgeries.models import SurgeryPolicy
from surgeries.times.rules import booking_rules


def messages_of(booking, *, audience="") -> list[OutgoingMessage]:
    rows = OutgoingMessage.objects.filter(subject_uuid=booking.uuid).order_by("created_at", "kind")
    return [row for row in rows if row.dedupe_key.endswith(audience)]


def entry_of(message):
    """The one event of a message's calendar part."""
    return Calendar.from_ical(message.ics_text).events[0]


def set_rules(**figures) -> None:
    SurgeryPolicy.objects.create(**figures)
    booking_rules.forget()
