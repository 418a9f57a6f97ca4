"""Fixtures for this room, and for news."""

import pytest
import time_machine

from golab.pages.models import HomePage
from tests.factories.events import NOW, EventIndexPageFactory
from tests.factories.news import NewsIndexPageFactory
from tests.factories.pages import HomePageFactory
from tests.kept import undone


@pytest.fixture(autouse=True)
def clock():
    """The time stands at NOW; `clock.move_to` sets it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    """The home page and both lists, for all tests of a module."""
    with django_db_blocker.unblock(), undone():
        HomePageFactory(live=True)
        EventIndexPageFactory(live=True)
        NewsIndexPageFactory(live=True)
        yield


@pytest.fixture
def db(_made_once):
    """What a test does beyond that is undone after it."""
    with undone():
        yield


@pytest.fixture(autouse=True)
def site_root(db):
    """The home page, at the root of the default site."""
    return HomePage.objects.get()
