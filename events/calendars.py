"""Events as calendar entries: what is public of them, never the link to join."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from events.models import EventPage
from golab.exports.as_ics import CalendarEvent, calendar_file
from golab.search.text import readable

LOOK_AGAIN = timedelta(hours=6)


def entry(event: EventPage) -> CalendarEvent:
    """A dated event. A postponed one has left its time, so calendars strike it out like a cancelled one."""
    zone = ZoneInfo(event.time_zone)
    url = settings.SITE_URL + event.get_url()
    prefix = "" if event.takes_place else f"{event.state}: "
    return CalendarEvent(
        uid=f"event-{event.translation_key}@golab.bsg.ox.ac.uk",
        sequence=event.calendar_sequence,
        starts_at=event.starts_at.astimezone(zone),
        ends_at=event.ends_at.astimezone(zone),
        is_all_day=event.is_all_day,
        summary=readable(prefix + event.title),
        changed_at=event.last_published_at or event.latest_revision_created_at,
        description="\n".join(filter(None, [readable(event.summary), readable(event.status_note), url])),
        location=readable(event.venue),
        url=url,
        is_cancelled=not event.takes_place,
    )


def file_of(event: EventPage, *, now: datetime) -> bytes:
    """One event to put into a calendar."""
    return calendar_file([entry(event)], now=now)


def calendar(*, now: datetime) -> bytes:
    """All events to subscribe to."""
    events = EventPage.objects.for_calendars(now=now)
    return calendar_file([entry(event) for event in events], now=now, name="GO Lab events", ttl=LOOK_AGAIN)
