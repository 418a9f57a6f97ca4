"""The embedded PostgreSQL and Valkey of a data directory, started where no other server was named."""

import shutil
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from golab.embedded.datadir import DataDir
from golab.embedded.launch import Launch
from golab.embedded.places import make_private, new_temporary
from golab.embedded.postgres import Postgres
from golab.embedded.processes import Child
from golab.embedded.progress import step
from golab.embedded.running import Notes
from golab.embedded.valkey import Valkey


@dataclass
class Servers:
    """Use `start()`, then `environment()`; `stop()` also after a start that failed."""

    launch: Launch
    data_dir: DataDir
    notes: Notes
    postgres: Postgres | None = None
    valkey: Valkey | None = None
    sockets: Path | None = None
    home: Path | None = field(default=None, init=False)

    def start(self) -> None:
        """Start what is embedded and wait until it answers. Raises Problem."""
        if not self.launch.database_url:
            self._start_postgres()
        if not self.launch.redis_url:
            self._start_valkey()

    def _room(self, name: str, account) -> Path:
        if self.sockets is None:
            self.sockets = new_temporary(account)
            self.notes.update(sockets=str(self.sockets))
        return make_private(self.sockets / name, account)

    def _start_postgres(self) -> None:
        self.home, account = self.data_dir.database_home()
        server = Postgres(
            home=self.home,
            sockets=self._room("postgres", account),
            log=self.data_dir.logs / "postgres.log",
            account=account,
            on_start=self._note,
        )
        with nullcontext() if server.data.exists() else step("Making the database"):
            server.create()
        with step("Starting PostgreSQL"):
            self.postgres = server
            server.start()

    def _start_valkey(self) -> None:
        self.valkey = Valkey(
            sockets=self._room("valkey", None), log=self.data_dir.logs / "valkey.log", on_start=self._note
        )
        with step("Starting Valkey"):
            self.valkey.start()

    def _note(self, child: Child) -> None:
        self.notes.child(child.name, child.pid, child.stop_signal)

    def environment(self) -> dict[str, str]:
        """The environment for Django's processes, pointing at these servers."""
        return self.launch.environment(
            database_url=self.postgres.url if self.postgres else self.launch.database_url,
            redis_url=self.valkey.url if self.valkey else self.launch.redis_url,
            secret_key=self.launch.secret_key or self.data_dir.secret_key(),
        )

    def stop(self) -> None:
        """Stop both, PostgreSQL last, and remove their sockets."""
        if self.valkey:
            self.valkey.stop(1)
        if self.postgres:
            self.postgres.stop(3)
        if self.sockets:
            shutil.rmtree(self.sockets, ignore_errors=True)
