"""The database as it was, after a test that commits.

Django would truncate each of some three hundred tables and make permissions anew, which takes seconds; and what
migrations put in would be gone for the tests that follow.
"""

from functools import cache

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase


def restore_instead_of_flushing() -> None:
    """From here on, tests with `transaction=True` find and leave what the first of them found."""
    TransactionTestCase._fixture_setup = classmethod(lambda case: _kept())
    TransactionTestCase._fixture_teardown = lambda case: _restore()


@cache
def _kept() -> dict[str, bytes]:
    """Every table of ours, and its rows as PostgreSQL writes them."""
    with connection.cursor() as cursor:
        return {table: _rows(cursor, table) for table in connection.introspection.table_names(cursor)}


def _rows(cursor: CursorWrapper, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
        return b"".join(rows)


def _restore() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Without triggers, as truncating would be: some refuse that terms go, and keys are whole again at the end.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in _kept()))
        for table, rows in _kept().items():
            if rows:
                with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                    into.write(rows)
