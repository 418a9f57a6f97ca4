"""The hub's own content, loaded once for a module of tests.

`db` is not pytest-django's here, which closes the connection after each test: what is loaded stays in one open
transaction for the whole module, and each test changes what it likes within a savepoint.
"""

from dataclasses import dataclass
from io import StringIO
from time import process_time

import pytest
from django.core.management import call_command
from django.db import transaction

from golab.pages.snapshots import start_request
from tests.factories.pages import root


@dataclass(frozen=True)
class Loaded:
    """What a load said, and its seconds of work: the clock on the wall also counts what the neighbours do."""

    told: str
    seconds: float


@pytest.fixture(scope="module")
def hub_content(django_db_setup, django_db_blocker):
    """The content folder, loaded: what `load_demo` said, and how many seconds of work it was."""
    told = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        root()
        started = process_time()
        call_command("load_demo", stdout=told)
        yield Loaded(told.getvalue(), process_time() - started)
        transaction.set_rollback(True)
    start_request()


@pytest.fixture
def db(hub_content):
    """The loaded content; what the test changes is undone after it."""
    start_request()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
