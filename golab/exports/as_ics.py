"""iCalendar (RFC 5545). Times are in UTC, so no VTIMEZONE has to be right in every calendar program."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, vCalAddress, vText

CONTENT_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Government Outcomes Lab//Knowledge hub//EN"


class Method(StrEnum):
    """What the receiver is to do with it. The mail part that carries the file has to say the same."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Attendee:
    """The one person whom an invitation goes to."""

    name: str
    email: str


@dataclass(frozen=True)
class CalendarEvent:
    """One meeting. `uid` stays for life and `sequence` grows with every change that matters."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    changed_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_all_day: bool = False  # from the midnight that begins the first day to the one that ends the last, where it is


def calendar_file(
    events: Iterable[CalendarEvent], *, now: datetime, name: str = "", ttl: timedelta | None = None
) -> bytes:
    """A file to download or a feed to subscribe to, naming nobody. `ttl` says how often to look again."""
    calendar = _calendar(Method.PUBLISH)
    if name:
        calendar.add("x-wr-calname", name)
    if ttl:
        calendar.add("x-published-ttl", f"PT{int(ttl.total_seconds() // 60)}M")
    for event in events:
        calendar.add_component(_event(event, now=now))
    return calendar.to_ical()


def invitation(
    event: CalendarEvent, *, method: Method, organizer_email: str, attendee: Attendee, now: datetime
) -> bytes:
    """The calendar part of a mail to one person. The organiser is the address that the mail comes from."""
    if method == Method.PUBLISH:
        raise ValueError("An invitation requests or cancels: use calendar_file to publish.")
    if (method == Method.CANCEL) != event.is_cancelled:
        raise ValueError("The method and the state of the event contradict each other.")
    calendar = _calendar(method)
    part = _event(event, now=now)
    part["organizer"] = vCalAddress(f"mailto:{organizer_email}")
    person = vCalAddress(f"mailto:{attendee.email}")
    person.params["cn"] = vText(attendee.name)
    person.params["rsvp"] = vText("FALSE")
    person.params["partstat"] = vText("ACCEPTED")
    part.add("attendee", person, encode=0)
    calendar.add_component(part)
    return calendar.to_ical()


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", str(method))
    return calendar


def _event(event: CalendarEvent, *, now: datetime) -> Event:
    if event.ends_at <= event.starts_at:
        raise ValueError("An event ends after it starts.")
    part = Event()
    part.add("uid", event.uid)
    part.add("sequence", event.sequence)
    part.add("dtstamp", _utc(now))
    part.add("last-modified", _utc(event.changed_at))
    starts, ends = _utc(event.starts_at), _utc(event.ends_at)
    part.add("dtstart", event.starts_at.date() if event.is_all_day else starts)
    part.add("dtend", event.ends_at.date() if event.is_all_day else ends)
    part.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    part.add("summary", event.summary)
    for field in ("description", "location", "url"):
        if value := getattr(event, field):
            part.add(field, value)
    return part


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A time without a zone is no moment: give an aware datetime.")
    return moment.astimezone(UTC)
