"""Events near a visitor's area: by the place that staff gave, else by the name of the venue, and then it says so."""

import pytest

from events.content import _place_in
from events.models import EventPage
from golab.taxonomy.area import COUNCIL, COUNTRY, NATION, REGION, MyArea
from golab.taxonomy.models import Place
from tests.factories.events import NOW, EventPageFactory
from tests.factories.taxonomy import CouncilFactory, PolicyAreaFactory

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def south_west():
    return Place.objects.get(slug="south-west")


@pytest.fixture
def somerset(south_west):
    return CouncilFactory(code="E06000066", name="Somerset", parent=south_west)


def test_the_place_counts_and_words_only_where_there_is_none(somerset, south_west):
    bristol = CouncilFactory(code="E06000023", name="Bristol", parent=south_west)
    wales, england = Place.objects.get(slug="wales"), south_west.parent
    given = {"In Somerset": somerset, "In Bristol": bristol, "In the region": south_west, "In England": england,
             "In Wales": wales}  # fmt: skip
    for title, place in given.items():
        EventPageFactory(title=title, place=place, venue="Somerset House, London", live=True)
    EventPageFactory(title="By words", venue="Somerset College", live=True)
    EventPageFactory(title="Nowhere", venue="Online", live=True)
    EventPageFactory(title="Over", place=somerset, is_past=True, live=True)
    area = MyArea.of(place=somerset, country=None, policy_area=None, role="")
    near = EventPage.objects.for_list(now=NOW).near(area)
    assert {one.title: (one.near_place, bool(one.near_place and one.is_near_by_name)) for one in near} == {
        "In Somerset": (COUNCIL, False),
        "In Bristol": (REGION, False),
        "In the region": (REGION, False),
        "In England": (NATION, False),
        "In Wales": (COUNTRY, False),
        "By words": (COUNCIL, True),
        "Nowhere": (0, False),
        "Over": (0, False),
    }


def test_the_list_says_what_it_goes_by(client, somerset):
    EventPageFactory(title="Tagged", place=somerset, live=True)
    EventPageFactory(title="Named", venue="Somerset College", live=True)
    client.post("/my-journey/area/", {"place": "Somerset", "policy_area": PolicyAreaFactory().pk})
    page = client.get("/events/").content.decode()
    assert page.count("Somerset, by the name of its venue") == 1


def test_loading_takes_the_place_from_the_venue(south_west):
    oxford = CouncilFactory(code="E07000178", name="Oxford", parent=south_west)
    assert _place_in("Blavatnik School of Government, Oxford, and online") == oxford
    assert _place_in("A hall, London").kind == Place.Kind.REGION
    assert _place_in("Online") is _place_in("") is None
