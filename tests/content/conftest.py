"""The hub's own content, loaded once for the whole run, into a database of its own.

`db` is not pytest-django's here: the tests of this room use the database with the content, and what one of them
changes is undone after it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from io import StringIO
from time import process_time

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from golab.pages.snapshots import start_request
from tests.factories.pages import root
from tests.kept import undone


@dataclass(frozen=True)
class Loaded:
    """What a load said, and its seconds of work: the clock on the wall also counts what the neighbours do."""

    database: str
    told: str
    seconds: float


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


def put_in_first_terms() -> None:
    """What a migration puts in, again: a test that flushes may have come before the copy was made."""
    for operation in import_module("golab.taxonomy.migrations.0003_first_terms").Migration.operations:
        operation.code(apps, None)


@pytest.fixture(scope="session")
def content_database(django_db_setup, django_db_blocker) -> Iterator[Loaded]:
    """A copy of the tests' database with the content folder loaded."""
    told, creation = StringIO(), connection.creation
    with django_db_blocker.unblock():
        creation.clone_test_db(suffix="content", verbosity=0, autoclobber=True)
        database = creation.get_test_db_clone_settings("content")["NAME"]
        with connected_to(database):
            root()
            put_in_first_terms()
            started = process_time()
            call_command("load_demo", stdout=told)
            seconds = process_time() - started
    yield Loaded(database, told.getvalue(), seconds)
    with django_db_blocker.unblock():
        creation.destroy_test_db(suffix="content", verbosity=0)


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
