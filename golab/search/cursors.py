"""Talking to PostgreSQL: in bytes, for arrays of places are twice as large as text, and within limits of time."""

from django.db import OperationalError, connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from psycopg.pq import Format

_QUERY_CANCELED = "57014"


def ran_out_of_time(error: OperationalError) -> bool:
    """Whether a statement was given up at its limit; anything else is a real failure."""
    return getattr(error.__cause__, "sqlstate", "") == _QUERY_CANCELED


def binary_cursor() -> CursorWrapper:
    """A cursor that takes results as bytes and binds parameters in the server. Close it; its statements are logged
    and counted like all others."""
    connection.ensure_connection()
    cursor = ServerBindingCursor(connection.connection)
    cursor.format = Format.BINARY
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def results_of(cursor: CursorWrapper) -> list[list[tuple]]:
    """The rows of each of several statements that were sent as one; those that give no rows are passed over."""
    results = [cursor.fetchall()] if cursor.description else []
    while cursor.nextset():
        if cursor.description:
            results.append(cursor.fetchall())
    return results
