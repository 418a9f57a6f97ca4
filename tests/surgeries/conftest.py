"""Fixtures for this room."""

import pytest
import time_machine
from wagtail.signal_handlers import disable_reference_index_auto_update

from golab.pages.snapshots import start_request
from tests.factories.surgeries import NOW
from tests.notifications.conftest import sink  # noqa: F401 (a mail server)


@pytest.fixture(autouse=True)
def _publish_lightly(settings):
    """Leave out the CMS's own search index and index of references: two thirds of the time that publishing takes."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": False}}
    with disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True)
def _fresh_rules():
    """No test knows the rules that another had."""
    start_request()


@pytest.fixture
def clock():
    """The time stands at NOW; `clock.move_to` sets it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def now():
    return NOW
