"""Throwaway servers for tests that stop, kill or starve one: each with its own files and private sockets.

    def test_page_without_database(own_postgres): own_postgres.stop(); ...; own_postgres.start()

Both offer `url`, `start()`, `stop()`, `kill()` (as a power cut), `is_ready()`, and `child.pid`.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from golab.embedded.accounts import unprivileged
from golab.embedded.places import make_passage, make_private, new_temporary
from golab.embedded.postgres import Postgres
from golab.embedded.valkey import Valkey


@contextmanager
def throwaway_place() -> Iterator[Path]:
    """A short directory for sockets and files, gone afterwards."""
    place = new_temporary(unprivileged(), prefix="golab-test-")
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def throwaway_postgres(*, is_durable: bool = False) -> Iterator[Postgres]:
    """A running PostgreSQL with an empty database `golab`. `is_durable` keeps fsync on, for crash tests."""
    account = unprivileged()
    with throwaway_place() as place:
        server = Postgres(
            home=make_passage(place / "postgres", account),
            sockets=make_private(place / "pg", account),
            log=place / "postgres.log",
            account=account,
            is_durable=is_durable,
        )
        server.create()
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextmanager
def throwaway_valkey() -> Iterator[Valkey]:
    """A running, empty Valkey."""
    with throwaway_place() as place:
        server = Valkey(sockets=make_private(place / "valkey", None), log=place / "valkey.log")
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL that this test alone uses and may break."""
    with throwaway_postgres() as server:
        yield server


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """A Valkey that this test alone uses and may break."""
    with throwaway_valkey() as server:
        yield server
