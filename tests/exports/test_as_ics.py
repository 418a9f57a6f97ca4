"""Calendar files: UTC times, one organiser, nothing that a calendar program can misread."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from golab.exports.as_ics import Attendee, CalendarEvent, Method, calendar_file, invitation

NOW = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
EVENT = CalendarEvent(
    uid="surgery-1@example.org",
    sequence=2,
    starts_at=datetime(2026, 7, 1, 10, 0, tzinfo=LONDON),
    ends_at=datetime(2026, 7, 1, 10, 45, tzinfo=LONDON),
    summary="Advice surgery, with a comma; and a semicolon",
    changed_at=NOW - timedelta(hours=1),
    description="First line\nSecond line",
    location="Online",
    url="https://example.org/surgeries/",
)
INVITED = {
    "organizer_email": "surgeries@example.org",
    "attendee": Attendee("Ann O'Neil", "ann@example.org"),
    "now": NOW,
}


def read(content):
    calendar = Calendar.from_ical(content)
    return calendar, calendar.walk("VEVENT")[0]


def test_e4_invitation_follows_the_rules():
    content = invitation(EVENT, method=Method.REQUEST, **INVITED)
    calendar, part = read(content)
    assert (calendar["method"], calendar["version"]) == ("REQUEST", "2.0")
    assert (part["uid"], part["sequence"], part["status"]) == (EVENT.uid, 2, "CONFIRMED")
    assert b"DTSTART:20260701T090000Z" in content
    assert b"DTEND:20260701T094500Z" in content
    assert b"DTSTAMP:20261109T103000Z" in content
    assert b"LAST-MODIFIED:20261109T093000Z" in content
    assert b"VTIMEZONE" not in content
    assert b"\r\nORGANIZER:mailto:surgeries@example.org\r\n" in content
    assert part["attendee"] == "mailto:ann@example.org"
    assert dict(part["attendee"].params) == {"CN": "Ann O'Neil", "RSVP": "FALSE", "PARTSTAT": "ACCEPTED"}
    assert (part["summary"], part["description"]) == (EVENT.summary, EVENT.description)


def test_cancellation_has_its_method_and_its_status():
    calendar, part = read(invitation(replace(EVENT, is_cancelled=True), method=Method.CANCEL, **INVITED))
    assert (calendar["method"], part["status"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    ("method", "is_cancelled"), [(Method.PUBLISH, False), (Method.CANCEL, False), (Method.REQUEST, True)]
)
def test_invitation_that_contradicts_itself_is_refused(method, is_cancelled):
    with pytest.raises(ValueError):
        invitation(replace(EVENT, is_cancelled=is_cancelled), method=method, **INVITED)


def test_published_file_names_nobody():
    content = calendar_file(
        [EVENT, replace(EVENT, uid="2", is_cancelled=True)], now=NOW, name="Events", ttl=timedelta(hours=1)
    )
    calendar, part = read(content)
    assert (calendar["method"], calendar["x-wr-calname"], calendar["x-published-ttl"]) == ("PUBLISH", "Events", "PT60M")
    assert "organizer" not in part
    assert "attendee" not in part
    assert [event["status"] for event in calendar.walk("VEVENT")] == ["CONFIRMED", "CANCELLED"]


def test_e4_lines_are_folded_for_every_reader():
    content = calendar_file([replace(EVENT, summary="Ünïcode " * 40)], now=NOW)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert read(content)[1]["summary"] == "Ünïcode " * 40


@pytest.mark.parametrize(
    "wrong",
    [{"ends_at": EVENT.starts_at}, {"starts_at": datetime(2026, 7, 1)}],  # noqa: DTZ001
)
def test_event_without_a_length_or_a_zone_is_refused(wrong):
    with pytest.raises((ValueError, TypeError)):
        calendar_file([replace(EVENT, **wrong)], now=NOW)


def test_days_without_times_stay_the_days_of_their_place():
    """Midnight in London is 11pm in UTC for half of the year."""
    days = replace(
        EVENT,
        starts_at=datetime(2026, 7, 1, tzinfo=LONDON),
        ends_at=datetime(2026, 7, 3, tzinfo=LONDON),
        is_all_day=True,
    )
    content = calendar_file([days], now=NOW)
    assert b"DTSTART;VALUE=DATE:20260701\r\n" in content
    assert b"DTEND;VALUE=DATE:20260703\r\n" in content
