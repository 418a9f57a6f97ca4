import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from golab.pages import snapshots
from golab.taxonomy.models import Step
from journey.map import journey_map
from journey.models import StagePage, StepPage, TurnBack
from tests.factories.journey import TurnBackFactory
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db


def build_cold() -> int:
    """How many queries the map costs with nothing remembered."""
    cache.clear()
    snapshots.start_request()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        journey_map.get()
    return len(asked)


def turn(index, start: str, end: str, **values) -> TurnBack:
    terms = {step.slug: step for step in Step.objects.all()}
    return TurnBackFactory(page=index, from_step=terms[start], to_step=terms[end], **values)


def test_numbers_follow_from_the_order(steps):
    assert [step.number for step in steps] == ["1.1", "1.2", "2.1", "2.2", "3.1", "3.2"]
    assert [stage.number for stage in journey_map.get().stages] == [1, 2, 3]
    assert journey_map.get().stages[2].css_class == "stage-3"


def test_step_tells_what_lists_show(steps):
    step = steps[2]
    assert (step.key, step.title, step.url) == ("step-2-1", "Step 2 1", "/journey/stage-2/step-2-1/")
    assert (step.activity_count, step.project_count, step.aim) == (2, 0, "Say whom the service is for.")
    assert step.mark_url == "/my-journey/steps/step-2-1/"
    assert step.tick_url == "/my-journey/ticks/step-2-1/"


def test_neighbours_cross_stages_and_end_at_the_ends(steps):
    journey = journey_map.get()
    assert journey.neighbours(steps[0]) == (None, steps[1])
    assert journey.neighbours(steps[2]) == (steps[1], steps[3])
    assert journey.neighbours(steps[5]) == (steps[4], None)


def test_unpublished_step_leaves_the_map_and_numbers_close_up(journey):
    StepPage.objects.get(slug="step-2-1").unpublish()
    found = journey_map.get()
    assert [(step.number, step.key) for step in found.stages[1].steps] == [("2.1", "step-2-2")]
    assert found.step_of(StepPage.objects.get(slug="step-2-1").pk) is None


def test_unpublished_stage_takes_its_steps_off_the_map(journey):
    StagePage.objects.get(slug="stage-1").unpublish()
    assert [step.number for step in journey_map.get().steps] == ["1.1", "1.2", "2.1", "2.2"]
    assert "step-1-1" not in journey_map.get().steps_by_key


def test_address_follows_a_changed_slug_and_the_key_does_not(journey):
    publish(StepPage.objects.get(slug="step-1-2"), slug="renamed")
    step = journey_map.get().steps_by_key["step-1-2"]
    assert step.url == "/journey/stage-1/renamed/"


def test_turn_backs_know_where_they_lead(steps):
    journey = journey_map.get()
    turns = journey.turn_backs
    assert [(turn.from_step.number, turn.to_step.number) for turn in turns] == [("3.2", "1.1"), ("3.1", "1.1")]
    assert turns[0].url == "/journey/stage-1/step-1-1/"
    assert turns[0].css_class == "loop-3-1"
    assert journey.coming_back_to(steps[0]) == list(turns)
    assert journey.turning_back_from(steps[5]) == [turns[0]]
    assert journey.touching_stage(journey.stages[1]) == []
    assert journey.touching_stage(journey.stages[2]) == list(turns)


def test_turn_back_to_an_unpublished_step_is_left_out(journey):
    StepPage.objects.get(slug="step-1-1").unpublish()
    assert journey_map.get().turn_backs == ()


def test_turn_backs_of_an_unpublished_index_are_left_out(journey):
    journey.unpublish()
    assert journey_map.get().turn_backs == ()


def test_map_draws_flagged_turn_backs_to_earlier_stages_only(journey):
    turn(journey, "step-2-2", "step-2-1")
    turn(journey, "step-3-1", "step-2-1", is_on_map=False)
    found = journey_map.get()
    assert len(found.turn_backs) == 4
    assert [(turn.from_step.number, turn.to_step.number) for turn in found.turn_backs_on_map] == [
        ("3.2", "1.1"),
        ("3.1", "1.1"),
    ]


def test_map_is_remembered_for_the_request_and_in_the_cache(journey, django_assert_num_queries):
    build_cold()
    with django_assert_num_queries(0):
        journey_map.get()
        snapshots.start_request()
        journey_map.get()


def test_changed_turn_back_shows_at_once(journey):
    assert len(journey_map.get().turn_backs) == 2
    TurnBack.objects.first().delete()
    assert len(journey_map.get().turn_backs) == 1
