"""Waiting until others stand at a lock of PostgreSQL, for tests of what happens at the same moment."""

import threading

from django.db import connection

PATIENCE = 30


def wait_for_a_crowd(people: int, database: str) -> None:
    """Come back when so many connections wait for a lock; sooner than PATIENCE ends, or then. From its own thread."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    tick, tries = threading.Event(), int(PATIENCE / 0.05)
    with connection.cursor() as cursor:
        for _ in range(tries):
            cursor.execute(waiting, [database])
            if cursor.fetchone()[0] >= people:
                break
            tick.wait(0.05)
    connection.close()
