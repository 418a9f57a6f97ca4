"""The list of events: divided, narrowed, searched."""

import re
from datetime import date, timedelta

import pytest

from events.models import EventIndexPage, EventSpeaker
from golab.search.indexing import apply_changes
from tests.factories.events import NOW, EventPageFactory
from tests.factories.taxonomy import TopicFactory
from tests.reading import main_of, shown

ATOM = "{http://www.w3.org/2005/Atom}"
SECRET = "https://meet.example.org/secret-room"


@pytest.fixture
def index():
    return EventIndexPage.objects.get()


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
