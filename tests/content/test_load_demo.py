"""The hub's own content, as `load_demo` loads it."""

import re
from io import StringIO

from django.core.management import call_command
from wagtail.models import Revision

from golab.pages.models import GlossaryTerm
from golab.pages.models.loading import LoadedItem
from golab.taxonomy.models import Stage, Step
from journey.map import journey_map
from journey.models import GuidePage, StagePage, StepPage, TurnBack
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


def test_load_takes_less_than_a_minute(db, hub_content):
    assert hub_content.seconds < 60


def test_load_says_how_far_it_is(db, hub_content):
    for line in ("Glossary terms: 125", "How-to guides: 10", "Stages with their steps: 5", "Standing pages: 8"):
        assert line in hub_content.told
    assert re.search(r"Content loaded in \d+ s: \d+ made\.$", hub_content.told.strip()), hub_content.told


def test_second_load_changes_nothing(db):
    before = (LoadedItem.objects.count(), Revision.objects.count(), list(Step.objects.order_by("pk").values()))
    told = load_again()
    assert re.search(r": \d+ unchanged\.$", told), told
    after = (LoadedItem.objects.count(), Revision.objects.count(), list(Step.objects.order_by("pk").values()))
    assert after == before


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
