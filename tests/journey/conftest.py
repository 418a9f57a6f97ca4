"""Fixtures for the journey."""

import pytest
from django.utils import timezone

from golab.search.indexing import apply_changes
from journey.map import journey_map
from tests.factories.journey import grow_journey
from tests.factories.pages import HomePageFactory, lightly


@pytest.fixture(autouse=True)
def _publish_lightly():
    with lightly():
        yield


@pytest.fixture
def site_root(db):
    """The home page, at the root of the default site."""
    return HomePageFactory()


@pytest.fixture
def journey(site_root):
    """The index of a journey of three stages with two steps each and two turn-backs, all published."""
    return grow_journey(stages=3, steps=2, turn_backs=2)


@pytest.fixture
def steps(journey):
    """The steps of the map, in order: 1.1, 1.2, 2.1, 2.2, 3.1, 3.2."""
    return journey_map.get().steps


@pytest.fixture
def index_changes():
    """Do what a worker does a moment after something was published: bring the search index in line."""
    return lambda: apply_changes(now=timezone.now())
