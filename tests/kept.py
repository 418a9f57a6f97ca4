"""A database state made once for a module of tests, each of which changes what it likes and undoes it.

`db` of pytest-django closes the connection after each test, and with it what a module had made before.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from golab.pages.snapshots import start_request


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written meanwhile is undone; may stand within another. Nothing is remembered from before."""
    start_request()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        start_request()
