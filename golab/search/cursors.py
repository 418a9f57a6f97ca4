"""Talking to PostgreSQL in bytes: arrays of places are large, and as text they are twice as large."""

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from psycopg.pq import Format


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
