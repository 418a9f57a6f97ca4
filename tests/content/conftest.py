"""The hub's own content, loaded once for the whole run, into a database of its own.

`db` is not pytest-django's here: the tests of this room use the database with the content, and what one of them
changes is undone after it.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from golab.pages.snapshots import start_request
from tests import prepared
from tests.kept import undone
from tests.prepared import Loaded


@contextmanager
def connected_to(database: str) -> Iterator[None]:
    """Another database behind the usual connection."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = database
    start_request()
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        start_request()


@pytest.fixture(scope="session")
def content_database(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    """A database of this process's own with the content folder loaded: a copy of the run's, where the run has one."""
    creation, suffix = connection.creation, os.environ.get("PYTEST_XDIST_WORKER", "content")
    with django_db_blocker.unblock():
        made = prepared.of_this_run()
        source = made.database if made else connection.settings_dict["NAME"]
        with connected_to(source):
            creation.clone_test_db(suffix=suffix, verbosity=0, autoclobber=True)
            database = creation.get_test_db_clone_settings(suffix)["NAME"]
        with connected_to(database):
            told, seconds = (made.told, made.seconds) if made else prepared.load_demo()
    yield Loaded(database, told, seconds)
    with django_db_blocker.unblock(), connected_to(source):
        creation.destroy_test_db(suffix=suffix, verbosity=0)


@pytest.fixture(scope="module")
def hub_content(content_database, django_db_blocker) -> Iterator[Loaded]:
    """The content folder, loaded: what `load_demo` said, and how many seconds of work it was."""
    with django_db_blocker.unblock(), connected_to(content_database.database):
        yield content_database


@pytest.fixture
def db(hub_content) -> Iterator[None]:
    """The loaded content; what the test changes is undone after it."""
    with undone():
        yield
