"""The map of journeys of any size, from none at all."""

import gzip

import pytest

from journey.map import journey_map
from journey.models import JourneyIndexPage
from tests.factories.journey import grow_journey
from tests.factories.pages import HomePageFactory
from tests.journey.test_map import build_cold, turn
from tests.kept import undone
from tests.reading import queries_of, shown


@pytest.fixture(scope="module")
def _grown(django_db_setup, django_db_blocker):
    """A home page and no journey yet: each test grows its own."""
    with django_db_blocker.unblock(), undone():
        HomePageFactory()
        yield


def test_lines_in_one_lane_never_overlap(site_root):
    index = grow_journey(stages=6, steps=2)
    for start in range(6, 1, -1):
        for end in range(start - 1, 0, -1):
            turn(index, f"step-{start}-1", f"step-{end}-2")
    drawn = journey_map.get().turn_backs_on_map
    assert len(drawn) == 15
    for lane in {line.lane for line in drawn}:
        ends = sorted((line.to_step.stage_no, line.from_step.stage_no) for line in drawn if line.lane == lane)
        assert all(first[1] <= second[0] for first, second in zip(ends, ends[1:], strict=False)), (lane, ends)
    assert all(turn.lane >= turn.from_step.stage_no - turn.to_step.stage_no for turn in drawn)


@pytest.mark.parametrize("stages", [4, 6])
def test_map_takes_any_number_of_stages(site_root, stages):
    grow_journey(stages=stages, steps=1, turn_backs=1)
    found = journey_map.get()
    assert [stage.number for stage in found.stages] == list(range(1, stages + 1))
    assert found.turn_backs_on_map[0].lane == stages - 1


def test_sixty_steps_cost_the_map_one_query_and_their_pages_eight(site_root):
    grow_journey(stages=2, steps=2, turn_backs=1)
    assert build_cold() == 1
    grow_journey(stages=4, steps=14)
    assert len(journey_map.get().steps) == 60
    assert build_cold() == 1
    for address in ("/", "/journey/", "/journey/list/", "/journey/print/", "/journey/stage-6/step-6-14/"):
        asked = queries_of(address)
        assert len(asked) == len(set(asked)) <= 8, "\n".join(asked)
        assert shown(address).count("Step 6 14") > 0
    assert len(gzip.compress(shown("/journey/").encode())) < 20_000


def test_empty_journey_has_no_stages(site_root):
    assert JourneyIndexPage.objects.count() == 0
    assert journey_map.get().stages == ()
    assert journey_map.get().steps == ()
