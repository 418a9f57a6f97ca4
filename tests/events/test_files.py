"""The calendar files and the feed of events."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from tests.factories.events import NOW, EventPageFactory
from tests.factories.pages import publish
from tests.factories.taxonomy import TopicFactory
from tests.reading import entries, shown

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "https://meet.example.org/secret-room"


def test_calendar_file_is_that_of_the_event(clock):
    event = EventPageFactory(title="Outcomes day")
    publish(event, venue="Online")
    (entry,) = entries(f"/events/{event.slug}.ics")
    assert entry["uid"] == f"event-{event.translation_key}@golab.bsg.ox.ac.uk"
    assert (entry["sequence"], entry["status"], entry["summary"]) == (1, "CONFIRMED", "Outcomes day")
    assert entry["dtstart"].dt == datetime(2026, 11, 19, 10, 30, tzinfo=UTC)
    assert entry["dtend"].dt == datetime(2026, 11, 19, 12, 30, tzinfo=UTC)
    assert entry["url"].endswith(event.url)
    assert not {"organizer", "attendee"} & {name.lower() for name in entry}


def test_days_without_times_are_whole_days_in_calendars():
    event = EventPageFactory(
        starts_at=datetime(2027, 6, 30, 23, tzinfo=UTC), ends_at=datetime(2027, 7, 2, 23, tzinfo=UTC), is_all_day=True
    )
    assert event.when == "Thursday 1 and Friday 2 July 2027"
    (entry,) = entries(f"/events/{event.slug}.ics")
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2027, 7, 1), date(2027, 7, 3))


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_event_that_leaves_its_time_is_struck_out_in_calendars(status):
    event = publish(EventPageFactory(title="Outcomes day"), status=status)
    (entry,) = entries("/events/calendar.ics")
    assert (entry["status"], entry["sequence"]) == ("CANCELLED", 1)
    assert entry["summary"] == f"{event.state}: Outcomes day"


def test_calendar_to_subscribe_to_forgets_after_half_a_year():
    EventPageFactory(title="Ahead")
    EventPageFactory(title="Just over", starts_at=NOW - timedelta(days=170))
    EventPageFactory(title="Long over", is_past=True)
    EventPageFactory(title="Undated", is_undated=True)
    assert [str(entry["summary"]) for entry in entries("/events/calendar.ics")] == ["Just over", "Ahead"]


def test_closed_event_is_in_no_file():
    event = EventPageFactory(title="For partners")
    PageViewRestriction.objects.create(page=event, restriction_type=PageViewRestriction.LOGIN)
    assert Client().get(f"/events/{event.slug}.ics").status_code == 404
    assert entries("/events/calendar.ics") == []
    assert "For partners" not in shown("/events/feed.atom")


def test_feed_lists_events_with_when_and_where():
    event = EventPageFactory(title="Outcomes day", topics=[TopicFactory(name="Data")], status="cancelled")
    response = Client().get("/events/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    (entry,) = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Cancelled: Outcomes day"
    assert entry.find(f"{ATOM}id").text == event.translation_key.urn
    assert "Thursday 19 November 2026, 10:30am to 12:30pm (UK time). Blavatnik" in entry.find(f"{ATOM}summary").text
    assert entry.find(f"{ATOM}category").attrib["term"] == "Data"


@pytest.mark.parametrize("address", ["/events/calendar.ics", "/events/feed.atom"])
def test_empty_files_are_whole_files(address):
    response = Client().get(address)
    assert response.status_code == 200
    if address.endswith(".ics"):
        Calendar.from_ical(b"".join(response.streaming_content))
    else:
        ElementTree.fromstring(response.content)


@pytest.mark.parametrize("address", ["/events/calendar.ics", "/events/feed.atom"])
def test_files_are_only_read(address):
    assert Client().post(address).status_code == 405
