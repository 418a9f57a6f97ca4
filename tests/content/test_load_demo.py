"""The hub's own content, as `load_demo` loads it."""

import re
from datetime import timedelta
from io import StringIO

import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission, Revision

from events.models import EventPage
from golab.news.models import NewsPage
from golab.pages.models import GlossaryTerm
from golab.pages.models.loading import LoadedItem
from golab.taxonomy.models import Place, Stage, Step
from journey.map import journey_map
from journey.models import GuidePage, StagePage, StepPage, TurnBack
from sibdb.models import ProjectLocation
from surgeries.models import AdviserProfile, Slot, StageOption, SurgeryTopic
from tests.factories.pages import publish


def load_again() -> str:
    told = StringIO()
    call_command("load_demo", stdout=told)
    return told.getvalue().splitlines()[-1]


def test_everything_is_there(db):
    found = {
        model.__name__: model.objects.filter(live=True).count()
        for model in (StagePage, StepPage, GuidePage, GlossaryTerm)
    }
    assert found == {"StagePage": 5, "StepPage": 20, "GuidePage": 10, "GlossaryTerm": 125}
    assert TurnBack.objects.count() == 6
    assert (Stage.objects.active().count(), Step.objects.active().count()) == (5, 20)


def test_events_and_news_are_there(db):
    """No day is invented for the 12 events whose source gives none; what nobody confirmed stays a draft."""
    past = EventPage.objects.live().for_list(now=timezone.now()).filter(part="past")
    assert (past.count(), past.filter(starts_at__isnull=True).exclude(date_note="").count()) == (19, 12)
    assert EventPage.objects.filter(live=False, first_published_at__isnull=True).count() == 3
    upcoming = EventPage.objects.live().upcoming(now=timezone.now())
    assert [event.title[:8] for event in upcoming] == ["Example:"] * 2
    assert NewsPage.objects.live().count() == 13
    assert not NewsPage.objects.filter(published_in="").exists()


def test_projects_and_events_lie_in_councils_from_the_first_load_on(db):
    in_councils = ProjectLocation.objects.filter(place__kind=Place.Kind.COUNCIL)
    assert in_councils.count() > 100
    assert in_councils.filter(place_is_approximate=True).exists()
    assert set(EventPage.objects.exclude(place=None).values_list("place__name", flat=True)) == {"Oxford"}


def test_surgeries_are_there_for_eight_weeks_and_their_advisers_are_examples(db):
    assert (SurgeryTopic.objects.count(), StageOption.objects.count()) == (8, 7)
    assert set(AdviserProfile.objects.values_list("is_example", "person")) == {(True, None)}
    slots = Slot.objects.standing().order_by("starts_at")
    assert slots.count() > 60
    assert slots.last().starts_at > timezone.now() + timedelta(weeks=7)
    assert not slots.filter(starts_at__lt=timezone.now()).exists()


def test_roles_hold_for_their_part_of_the_tree(db):
    held = GroupPagePermission.objects.filter(group__name__in=["Event manager", "Moderator", "Surgery manager"])
    assert set(held.values_list("group__name", "page__slug")) == {
        ("Event manager", "events"),
        ("Moderator", "news"),
        ("Surgery manager", "surgeries"),
    }


def test_load_takes_less_than_a_minute(db, hub_content):
    assert hub_content.seconds < 60


def test_load_says_how_far_it_is(db, hub_content):
    for line in ("Glossary terms: 125", "How-to guides: 10", "Stages with their steps: 5", "Standing pages: 8"):
        assert line in hub_content.told
    assert re.search(r"Content loaded in \d+ s: \d+ made\.$", hub_content.told.strip()), hub_content.told


def test_second_load_days_later_changes_nothing(db):
    """Nor do the dates of the examples move, which are reckoned from the day of the first."""

    def state() -> tuple:
        upcoming = EventPage.objects.upcoming(now=timezone.now()).order_by("pk")
        steps = list(Step.objects.order_by("pk").values())
        dates = list(upcoming.values_list("starts_at", "ends_at"))
        return LoadedItem.objects.count(), Revision.objects.count(), steps, dates

    before = state()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        told = load_again()
    assert re.search(r": \d+ unchanged\.$", told), told
    assert state() == before


def test_what_staff_changed_stays_as_they_left_it(db):
    steps = journey_map.get().steps
    edited = publish(StepPage.objects.get(pk=steps[3].pk), title="Our own words")
    StepPage.objects.get(pk=steps[4].pk).delete()
    GlossaryTerm.objects.get(slug="deadweight").delete()
    told = load_again()
    assert "2 gone, 1 kept" in told
    edited.refresh_from_db()
    assert edited.title == "Our own words"
    assert StepPage.objects.count() == 19
    assert not GlossaryTerm.objects.filter(slug="deadweight").exists()
