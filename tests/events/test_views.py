"""Event pages, the list, calendar files and the feed, as readers get them."""

import json
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils.html import escape

from events.models import EventIndexPage, EventMaterial, EventPage, EventSpeaker
from golab.search.indexing import apply_changes
from golab.search.models import SearchDocument
from tests.factories.accounts import PersonFactory
from tests.factories.events import NOW, EventPageFactory
from tests.factories.pages import HomePageFactory
from tests.factories.taxonomy import StageFactory, TopicFactory
from tests.hostile import TOGETHER
from tests.reading import entries, queries_of, shown

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "https://meet.example.org/secret-room"


@pytest.fixture
def index():
    return EventIndexPage.objects.get()


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
def test_v19_link_to_join_is_nowhere_in_public(is_past):
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


def test_v16_cached_page_is_dropped_when_the_event_begins_and_ends(clock, settings):
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
        assert costs_of("/events/", "/events/?when=past&q=event", event.url) == [6, 7, 7], count
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
