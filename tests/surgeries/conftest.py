"""Fixtures for this room. Modules that need real transactions ask for those of pytest-django instead of `db`."""

import pytest
import time_machine

from golab.pages.snapshots import start_request
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomePageFactory
from tests.factories.surgeries import NOW, AdviserFactory, SurgeryIndexPageFactory
from tests.kept import undone
from tests.notifications.conftest import sink  # noqa: F401 (a mail server)


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


@pytest.fixture(scope="module")
def _made_once(django_db_setup, django_db_blocker):
    """The home page and the page of surgeries, for all tests of a module."""
    with django_db_blocker.unblock(), undone():
        HomePageFactory(live=True)
        SurgeryIndexPageFactory(live=True)
        yield


@pytest.fixture
def db(_made_once):
    """What a test does beyond that is undone after it."""
    with undone():
        yield


@pytest.fixture(scope="module")
def users(_made_once, django_db_blocker):
    """One user with each of these roles: giving a role costs more than most tests."""
    roles = ("Surgery manager", "Surgery adviser", "Administrator", "Editor")
    with django_db_blocker.unblock():
        return {role: UserFactory(role=role) for role in roles}


@pytest.fixture
def manager(db, users, client):
    client.force_login(users["Surgery manager"])
    return client


@pytest.fixture
def adviser(db, users, client):
    """An adviser, signed in."""
    client.force_login(users["Surgery adviser"])
    return AdviserFactory(user=users["Surgery adviser"])
