"""Calendar entries of bookings (booking.md 3.7): the same UID for life, a sequence that grows, times in UTC."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from golab.exports.as_ics import Attendee, CalendarEvent, Method, calendar_file, invitation
from golab.notifications.actions import Calendar
from surgeries.models import Booking, Slot
from surgeries.models.formats import Format

UID_DOMAIN = "golab.bsg.ox.ac.uk"  # names our entries for ever, wherever the site may live
PLACE = "Blavatnik School of Government, Oxford"


def event_of(booking: Booking, *, url: str, slot: Slot | None = None, is_cancelled: bool = False) -> CalendarEvent:
    """The entry as it stands. `slot`: instead of the booking's own, for an adviser who no longer has it."""
    at = slot or booking.slot
    return CalendarEvent(
        uid=f"surgery-{booking.uuid}@{UID_DOMAIN}",
        sequence=booking.sequence,
        starts_at=at.starts_at,
        ends_at=at.ends_at,
        summary="Advice surgery, GO Lab",
        changed_at=booking.updated_at,
        description=f"With {at.adviser.name_shown}. {booking.format_sentence}\nReference {booking.reference}",
        location=PLACE if booking.format == Format.IN_PERSON else booking.join_url,
        url=url,
        is_cancelled=is_cancelled,
    )


def request(event: CalendarEvent, *, email: str, name: str, now: datetime) -> Calendar:
    """The part of a message that puts the entry into a calendar, or moves it there."""
    return _part(event, Method.REQUEST, email, name, now)


def cancel(event: CalendarEvent, *, email: str, name: str, now: datetime) -> Calendar:
    """The part of a message that takes the entry out of a calendar."""
    return _part(event, Method.CANCEL, email, name, now)


def file_of(booking: Booking, *, url: str, now: datetime) -> bytes:
    """The entry as a file to download; it names nobody."""
    return calendar_file([event_of(booking, url=url, is_cancelled=booking.is_cancelled)], now=now)


def _part(event: CalendarEvent, method: Method, email: str, name: str, now: datetime) -> Calendar:
    organizer = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]  # the address that the message comes from
    content = invitation(event, method=method, organizer_email=organizer, attendee=Attendee(name, email), now=now)
    return Calendar(content.decode(), str(method))
