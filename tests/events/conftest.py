"""Fixtures for this room, and for news."""

import pytest
import time_machine
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from golab.pages.models import HomePage
from tests.factories.events import NOW, EventIndexPageFactory
from tests.factories.news import NewsIndexPageFactory
from tests.factories.pages import HomePageFactory


@pytest.fixture(autouse=True)
def _publish_lightly(settings):
    """Leave out the CMS's own search index and index of references: two thirds of the time that publishing takes."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True)
def clock():
    """The time stands at NOW; `clock.move_to` sets it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    """The home page and both lists, for all tests of a module: each test takes back only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        HomePageFactory(live=True)
        EventIndexPageFactory(live=True)
        NewsIndexPageFactory(live=True)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def site_root(_made_once, db):
    """The home page, at the root of the default site."""
    return HomePage.objects.get()
