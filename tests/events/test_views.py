"""Event pages, the list, calendar files and the feed, as readers get them."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from events.models import EventIndexPage, EventMaterial, EventPage, EventSpeaker
from golab.pages.snapshots import start_request
from golab.search.indexing import apply_changes
from golab.search.models import SearchDocument
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOW, EventPageFactory
from tests.factories.pages import HomePageFactory, publish
from tests.factories.taxonomy import StageFactory, TopicFactory
from tests.hostile import TOGETHER

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "https://meet.example.org/secret-room"


@pytest.fixture
def index():
    return EventIndexPage.objects.get()


def shown(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    assert not response.cookies
    return response.content.decode()


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def entries(address: str) -> list:
    response = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(b"".join(response.streaming_content)).walk("VEVENT")


def queries_of(address: str) -> list[str]:
    cache.clear()
    start_request()
    with CaptureQueriesContext(connection) as asked:
        shown(address)
    return [query["sql"] for query in asked]


# --- the list ------------------------------------------------------------------------------


def groups_of(page: str) -> dict[str, list[str]]:
    """The titles of a list by its headings, in order."""
    _, *parts = re.split(r'list-year">', main_of(page))
    return {part[: part.index("<")]: re.findall(r"<h4><a[^>]*>([^<]*)", part) for part in parts}


def titles_of(page: str) -> list[str]:
    return re.findall(r"<h[34]><a[^>]*>([^<]*)", main_of(page))


def test_list_divides_what_comes_from_what_is_over(clock):
    EventPageFactory(title="Next month", live=True)
    EventPageFactory(title="On at this moment", live=True, starts_at=NOW - timedelta(hours=1))
    EventPageFactory(title="Long ago", live=True, is_past=True)
    EventPageFactory(title="Some time in 2019", live=True, is_undated=True, sort_date=date(2019, 9, 1))
    EventPageFactory(title="Nobody knows", live=True, is_undated=True)
    EventPageFactory(title="Only a draft", is_published=False)
    assert groups_of(shown("/events/")) == {
        "Coming up": ["On at this moment", "Next month"],
        "2025": ["Long ago"],
        "2019": ["Some time in 2019"],
        "Date not recorded": ["Nobody knows"],
    }
    clock.shift(timedelta(hours=2))
    assert list(groups_of(shown("/events/?when=past"))["2026"]) == ["On at this moment"]


def test_list_without_anything_says_so(index):
    assert "No events yet" in shown("/events/")
    assert index.empty_text in shown("/events/")
    EventPageFactory(is_past=True, live=True)
    assert index.empty_text in shown("/events/")
    assert index.empty_text not in shown("/events/?when=past")


@pytest.fixture
def three():
    EventPageFactory(title="Ahead", live=True, attendance="online")
    EventPageFactory(title="Data 2025", is_past=True, live=True, topics=[TopicFactory(slug="data", name="Data")])
    EventPageFactory(title="Undated 2019", is_undated=True, live=True, sort_date=date(2019, 9, 1))


NARROWED = [
    ("?when=upcoming", ["Ahead"]),
    ("?when=past", ["Data 2025", "Undated 2019"]),
    ("?theme=data", ["Data 2025"]),
    ("?year=2019", ["Undated 2019"]),
    ("?year=2019&year=2025", ["Data 2025", "Undated 2019"]),
    ("?type=online", ["Ahead"]),
    ("?year=2019&theme=data", []),
    ("?sort=oldest", ["Undated 2019", "Data 2025", "Ahead"]),
    ("?when=never&theme=nothing&year=soon&page=x", ["Ahead", "Data 2025", "Undated 2019"]),
    ("?when=%00&theme=%00&year=-1&sort=%00", ["Ahead", "Data 2025", "Undated 2019"]),
    ("?page=99999999999999999999", ["Ahead", "Data 2025", "Undated 2019"]),
]


def test_list_is_narrowed(three):
    assert {query: titles_of(shown(f"/events/{query}")) for query, _ in NARROWED} == dict(NARROWED)


def test_every_choice_is_counted_over_the_others(three):
    page = main_of(shown("/events/?when=past&year=2019"))
    counts = dict(re.findall(r'name="(?:when|year)" value="(\w+)".*?class="count">(\d+)', page))
    assert counts == {"upcoming": "0", "past": "1", "2026": "0", "2025": "1", "2019": "1"}


def test_list_without_a_match_leads_back(three):
    page = shown("/events/?theme=data&when=upcoming")
    assert "No events match" in page
    assert 'href="/events/?theme=data">Remove “Coming up” to see 1 event' in page
    assert 'href="/events/">See all 3 events' in page


def test_list_is_searched_by_what_search_knows():
    EventPageFactory(title="Outcomes day", speakers=[EventSpeaker(name="Zephyrine Speaker")])
    EventPageFactory(title="Another day")
    apply_changes(now=NOW)
    assert titles_of(shown("/events/?q=zephyrine")) == ["Outcomes day"]
    assert titles_of(shown("/events/?q=zephyrine+quux")) == ["Outcomes day"]
    assert titles_of(shown("/events/?q=%22%27%3Cscript%3E")) == []
    assert "Outcomes day" in shown("/search/?q=zephyrine")


# --- one event -----------------------------------------------------------------------------


def test_past_event_shows_what_was_learned_and_who_spoke(clock):
    stage = StageFactory(name="Evaluate", sort_order=5)
    event = EventPageFactory(
        title="Outcomes day", is_past=True, stages=[stage], topics=[TopicFactory(slug="data", name="Data")],
        speakers=[
            EventSpeaker(name="Margaret Named", role="Speaker in conversation"),
            EventSpeaker(person=PersonFactory(name="Priya Profile"), organisation="GO Lab"),
        ],
        materials=[EventMaterial(kind="recording", title="Keynote", url="https://example.org/v", has_captions=True)],
    )  # fmt: skip
    page = shown(event.url)
    assert "Past event" in page
    assert "Whoever picks the measure" in page
    assert re.search(r"Margaret Named</b><span>Speaker in conversation</span><span>Organisation not given", page)
    assert "Priya Profile" in page
    assert '<a href="https://example.org/v">Keynote</a>' in page
    assert "With captions." in page
    assert "Not held here" not in page
    assert 'href="/events/?theme=data"' in page
    assert "Add to your calendar" not in page


def test_past_event_without_an_account_says_so():
    page = shown(EventPageFactory(is_past=True, learned="[]").url)
    assert "The summary and recording will appear here." in page
    assert "Not held here. When we hold them they appear here" in page
    page = shown(EventPageFactory(is_past=True, learned="[]", learned_note="The source is the plan.").url)
    assert "The source is the plan." in page


def test_event_without_a_date_shows_why_and_invents_none():
    event = EventPageFactory(is_undated=True, sort_date=date(2019, 9, 1))
    page = shown(event.url)
    assert "2019. The day is not given in the source." in page
    assert "September" not in page
    assert "1 Sep" not in page
    assert "ld+json" not in page
    assert Client().get(f"/events/{event.slug}.ics").status_code == 404


def test_event_to_come_can_be_added_to_a_calendar_and_registered_for():
    event = EventPageFactory(registration="external", registration_url="https://example.org/register")
    page = shown(event.url)
    assert f'href="/events/{event.slug}.ics"' in page
    assert 'href="https://example.org/register"' in page
    assert "Materials" not in page


@pytest.mark.parametrize(
    ("status", "words", "note"),
    [
        ("cancelled", "This event is cancelled.", "The speaker is ill."),
        ("postponed", "This event is postponed.", "There is no new time yet."),
        ("rescheduled", "This event has a new time.", "An hour later than announced."),
    ],
)
def test_event_says_at_the_top_what_changed(status, words, note):
    given = "" if note.startswith("There is no") else note
    event = EventPageFactory(
        status=status, status_note=given, registration="external", registration_url="https://example.org/register"
    )
    page = shown(event.url)
    assert words in page
    assert note in page
    assert ("https://example.org/register" in page) is (status == "rescheduled")
    assert (f"/events/{event.slug}.ics" in page) is (status == "rescheduled")


def test_events_with_shared_themes_are_offered_most_alike_first():
    data, power = TopicFactory(slug="data"), TopicFactory(slug="power")
    EventPageFactory(title="One theme", is_past=True, topics=[data])
    EventPageFactory(title="Both themes", is_past=True, topics=[data, power])
    EventPageFactory(title="Another subject", is_past=True)
    page = shown(EventPageFactory(topics=[data, power]).url)
    assert re.findall(r"Both themes|One theme|Another subject", page[page.index("More like this") :]) == [
        "Both themes",
        "One theme",
    ]


def test_structured_facts_are_those_of_the_event():
    event = EventPageFactory(title="Outcomes & more", slug="more", attendance="hybrid", status="rescheduled")
    facts = json.loads(re.search(r'ld\+json">(.*?)</script>', shown(event.url), re.DOTALL)[1])
    assert facts["@type"] == "Event"
    assert facts["name"] == "Outcomes & more"
    assert facts["startDate"] == "2026-11-19T10:30:00+00:00"
    assert facts["eventStatus"] == "https://schema.org/EventRescheduled"
    assert facts["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in facts["location"]] == ["Place", "VirtualLocation"]


@pytest.mark.parametrize("is_past", [True, False])
def test_link_to_join_is_nowhere_in_public(is_past):
    event = EventPageFactory(is_past=is_past, join_url=SECRET, attendance="online", venue="Online")
    apply_changes(now=NOW)
    kept = SearchDocument.objects.get(kind="event")
    files = [Client().get(address) for address in ("/events/calendar.ics", f"/events/{event.slug}.ics")]
    everything = [
        *(shown(address) for address in (event.url, "/events/", "/", "/events/feed.atom", "/sitemap.xml")),
        *(b"".join(response.streaming_content).decode() for response in files),
        " ".join(str(value) for value in vars(kept).values()),
    ]
    assert [text for text in everything if "secret-room" in text] == []


def test_cached_page_is_dropped_when_the_event_begins_and_ends(clock, settings):
    settings.PAGE_CACHE_SECONDS = 3600
    event = EventPageFactory(starts_at=NOW + timedelta(minutes=5))
    for address in (event.url, "/events/"):
        response = Client().get(address)
        assert response.changes_at == event.starts_at
    clock.move_to(NOW + timedelta(minutes=10))
    assert Client().get("/events/?when=upcoming").changes_at == event.ends_at


def test_unpublished_event_is_nowhere():
    event = EventPageFactory(title="Only a draft", is_published=False)
    assert Client().get(f"/events/{event.slug}/").status_code == 404
    assert Client().get(f"/events/{event.slug}.ics").status_code == 404
    assert entries("/events/calendar.ics") == []
    assert "Only a draft" not in shown("/events/feed.atom")


# --- files ---------------------------------------------------------------------------------


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


# --- hostile text --------------------------------------------------------------------------


@pytest.mark.parametrize("text", TOGETHER, ids=["1", "2", "3"])
def test_hostile_text_stays_text(text):
    event = EventPageFactory(
        title=f"T {text}", slug="hostile", search_description=text, venue=text, kind=text[:80], organiser=text,
        status="postponed", status_note=text, speakers_note=text, topics=[TopicFactory(name=text)],
        speakers=[EventSpeaker(name=text, role=text)],
    )  # fmt: skip
    for page in (shown(event.url), shown("/events/"), shown("/")):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert escape(f"T {text}").strip() in shown(event.url)
    facts = json.loads(re.search(r'ld\+json">(.*?)</script>', shown(event.url), re.DOTALL)[1])
    assert facts["name"] == f"T {text}"
    ElementTree.fromstring(Client().get("/events/feed.atom").content)
    (entry,) = entries("/events/hostile.ics")
    assert str(entry["summary"]).startswith("Postponed: T ")


# --- what it costs -------------------------------------------------------------------------


def grow(count: int) -> EventPage:
    """Events of all kinds, with speakers, materials and themes."""
    topics = [TopicFactory() for _ in range(count)]
    for number in range(count):
        EventPageFactory(live=True, topics=topics)
        EventPageFactory(live=True, is_past=True, topics=topics[:1])
        EventPageFactory(live=True, is_undated=True, sort_date=date(2000 + number % 20, 1, 1))
    return EventPageFactory(
        live=True, is_past=True, topics=topics, stages=[StageFactory() for _ in range(count)],
        speakers=[EventSpeaker(person=PersonFactory()) for _ in range(count)],
        materials=[EventMaterial(kind="link", title="A page", url="https://example.org/") for _ in range(count)],
    )  # fmt: skip


def costs_of(*addresses: str) -> list[int]:
    asked = [queries_of(address) for address in addresses]
    assert [len(set(queries)) for queries in asked] == [len(queries) for queries in asked]
    return [len(queries) for queries in asked]


def test_pages_cost_the_same_few_queries_at_any_size():
    for count in (1, 9):
        event = grow(count)
        assert costs_of("/events/", "/events/?when=past&q=event", event.url) == [6, 6, 7], count
    assert costs_of("/events/?page=2") == [6]


def test_home_page_shows_the_next_three():
    for days in (4, 3, 2, 1):
        EventPageFactory(title=f"In {days} days", starts_at=NOW + timedelta(days=days))
    page = shown("/")
    assert re.findall(r"In \d days", page) == ["In 1 days", "In 2 days", "In 3 days"]
    assert 'href="/events/">All events' in page


def test_home_page_without_events_says_what_there_is():
    assert "No events are planned at the moment." in shown("/")


def test_home_page_without_the_room_still_stands(index):
    index.delete()
    assert HomePageFactory._meta.model.objects.exists()
    assert "No events are planned at the moment." in shown("/")
