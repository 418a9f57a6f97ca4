"""Throwaway servers for tests that stop, kill or starve one: each with its own files and private sockets.

    def test_page_without_database(own_postgres): own_postgres.stop(); ...; own_postgres.start()

Both offer `url`, `start()`, `stop()`, `kill()` (as a power cut), `is_ready()`, and `child.pid`.
"""

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from golab.embedded.accounts import unprivileged
from golab.embedded.places import make_passage, make_private, new_temporary
from golab.embedded.postgres import Postgres
from golab.embedded.valkey import Valkey


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


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


class Proxy:
    """TCP on a free port of this machine to a Unix socket; after `swallow()` it takes everything and answers nothing,
    as a firewall does that drops packets. MOST_SILENT seconds later it hangs up on everyone, so that a test of code
    that would wait for ever fails instead of waiting too."""

    MOST_SILENT = 20

    def __init__(self, target: Path) -> None:
        self.target, self.swallows = target, False
        self.end = threading.Timer(self.MOST_SILENT, self.close)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.open: list[socket.socket] = [self.listener]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        """What REDIS_URL should be."""
        return f"redis://127.0.0.1:{self.listener.getsockname()[1]}/0"

    def swallow(self) -> None:
        self.swallows = True
        self.end.start()

    def close(self) -> None:
        self.end.cancel()
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)  # wakes whoever waits for it, which closing alone does not
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, server = self.listener.accept()[0], socket.socket(socket.AF_UNIX)
                server.connect(str(self.target))
                self.open += [client, server]
                for ends in ((client, server), (server, client)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while content := source.recv(65536):
                if not self.swallows:
                    sink.sendall(content)


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    """A PostgreSQL that this test alone uses and may break."""
    with throwaway_postgres() as server:
        yield server


@pytest.fixture
def swallowing_valkey(own_valkey: Valkey) -> Iterator[Proxy]:
    """A Valkey behind a proxy that can go silent."""
    proxy = Proxy(own_valkey.socket)
    yield proxy
    proxy.close()


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """A Valkey that this test alone uses and may break."""
    with throwaway_valkey() as server:
        yield server
