"""Fixtures for the journey."""

import pytest
from django.utils import timezone

from golab.pages.models import HomePage
from golab.search.indexing import apply_changes
from golab.taxonomy.models import Step
from journey.map import journey_map
from journey.models import JourneyIndexPage
from journey.sheets.defined import worksheets
from tests.factories.journey import WorksheetFactory, grow_journey
from tests.factories.pages import HomePageFactory, stored
from tests.kept import undone


@pytest.fixture(scope="module")
def _grown(django_db_setup, django_db_blocker):
    """A journey of three stages with two steps each and two turn-backs, all published, for all tests of a module."""
    with django_db_blocker.unblock(), undone():
        HomePageFactory()
        index = grow_journey(stages=3, steps=2, turn_backs=2)
        yield index.pk


@pytest.fixture
def db(_grown):
    """The grown journey; what a test changes is undone after it."""
    with undone():
        yield


@pytest.fixture
def site_root(db):
    """The home page, at the root of the default site."""
    return HomePage.objects.get()


@pytest.fixture
def journey(db, _grown):
    """The index of the journey."""
    return JourneyIndexPage.objects.get(pk=_grown)


@pytest.fixture
def steps(journey):
    """The steps of the map, in order: 1.1, 1.2, 2.1, 2.2, 3.1, 3.2."""
    return journey_map.get().steps


@pytest.fixture
def index_changes():
    """Do what a worker does a moment after something was published: bring the search index in line."""
    return lambda: apply_changes(now=timezone.now())


@pytest.fixture
def sheets(journey):
    """Two worksheets on a step; the second begins with what the first and the decision aid know."""
    step = Step.objects.get(slug="step-1-2")
    WorksheetFactory(step=step)
    WorksheetFactory(
        key="framework",
        title="Framework",
        sort_order=1,
        fields=stored(
            ("long_text", {"key": "whom", "label": "For whom", "help": "", "takes_from": "cohort.sentence"}),
            ("number", {"key": "many", "label": "How many", "help": "", "takes_from": "cohort.people"}),
            ("text", {"key": "verdict", "label": "Result", "help": "", "takes_from": "decision.result"}),
            ("text", {"key": "rules", "label": "Rules", "help": "", "takes_from": "cohort.criteria"}),
        ),
    )
    return worksheets.get()
