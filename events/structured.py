"""An event as schema.org/Event, for search engines."""

from django.conf import settings

from events.models import EventPage

_CONTEXT = "https://schema.org"
_STATUS = {
    EventPage.Status.SCHEDULED: "EventScheduled",
    EventPage.Status.RESCHEDULED: "EventRescheduled",
    EventPage.Status.POSTPONED: "EventPostponed",
    EventPage.Status.CANCELLED: "EventCancelled",
}
_ATTENDANCE = {
    EventPage.Attendance.IN_PERSON: "OfflineEventAttendanceMode",
    EventPage.Attendance.ONLINE: "OnlineEventAttendanceMode",
    EventPage.Attendance.HYBRID: "MixedEventAttendanceMode",
}


def event_as_linked_data(event: EventPage) -> dict | None:
    """None without a date: schema.org asks for one, and none is made up."""
    if not event.starts_at:
        return None
    starts, ends = event.local_start, event.ends_at.astimezone(event.local_start.tzinfo)
    known = {
        "name": event.title,
        "description": event.summary,
        "url": settings.SITE_URL + event.get_url(),
        "startDate": (starts.date() if event.is_all_day else starts).isoformat(),
        "endDate": (event.last_day if event.is_all_day else ends).isoformat(),
        "eventStatus": f"{_CONTEXT}/{_STATUS[event.status]}",
        "organizer": {"@type": "Organization", "name": event.organiser} if event.organiser else None,
        "location": _location(event),
    }
    if event.attendance:
        known["eventAttendanceMode"] = f"{_CONTEXT}/{_ATTENDANCE[event.attendance]}"
    return {"@context": _CONTEXT, "@type": "Event"} | {name: value for name, value in known.items() if value}


def _location(event: EventPage) -> dict | list | None:
    """The place; for an online event the public page, since the link to join is private."""
    online = {"@type": "VirtualLocation", "url": settings.SITE_URL + event.get_url()}
    place = {"@type": "Place", "name": event.venue, "address": event.venue} if event.venue else None
    if event.attendance == event.Attendance.ONLINE:
        return online
    if event.attendance == event.Attendance.HYBRID and place:
        return [place, online]
    return place
