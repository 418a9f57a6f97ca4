"""PostgreSQL on a private Unix socket."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from golab.embedded import programs as pg
from golab.embedded.accounts import Account, can_enter
from golab.embedded.errors import Problem
from golab.embedded.processes import Child, command_line, last_line, started, wait_until

USER = DATABASE = "golab"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 4
# Nothing of the caller's environment (PGDATA, PGOPTIONS, a foreign locale) may reach the server.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"}
# Whoever fills a throwaway server with much asks for statistics: found in the midst of it they mislead the planner.
UNSAFE_BUT_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
OLD_PROCESSES = "Terminate any old server processes"


@dataclass
class Postgres:
    """A cluster in `home/data` with its socket in `sockets`.

    `home` and `sockets` exist and can be entered by `account`. `is_durable=False` is for throwaway servers.
    """

    home: Path
    sockets: Path
    log: Path
    account: Account | None = None
    is_durable: bool = True
    on_start: Callable[[Child], None] = lambda child: None
    child: Child = field(init=False)

    def __post_init__(self) -> None:
        self.programs = pg.runnable_by(self.account, pg.postgres_programs(), self.home)
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "max_connections=100",
            "jit=off",
            "log_timezone=UTC",
            *(() if self.is_durable else UNSAFE_BUT_FAST),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        self.child = Child(
            "PostgreSQL",
            [self.programs / "postgres", "-D", self.data, *options],
            env=ENVIRONMENT,
            log=self.log,
            stop_signal=signal.SIGINT,  # "fast": ends sessions; SIGTERM would wait for them
            account=self.account,
            on_start=self.on_start,
        )

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def url(self) -> str:
        """What DATABASE_URL should be."""
        return self._url(DATABASE)

    def _url(self, database: str) -> str:
        return f"postgres://{USER}@{quote(str(self.sockets), safe='')}/{database}"

    def create(self) -> None:
        """Make the cluster unless it is there. An interrupted attempt leaves nothing that looks finished."""
        if self.data.exists():
            self._check_cluster()
            return
        unfinished = self.home / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if self.account:
            shutil.chown(unfinished, self.account.uid, self.account.gid)
        version = pg.major_version(self.programs)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if version >= pg.BUILTIN_LOCALE_SINCE else []
        finished = subprocess.run(
            [
                self.programs / "initdb",
                *("-D", unfinished, "-U", USER, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
                *locale,
                *([] if self.is_durable else ["--no-sync"]),
            ],
            env=ENVIRONMENT,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,  # a Ctrl-C is for the supervisor, which waits for this second of work
            **(self.account.popen_arguments() if self.account else {}),
        )
        if finished.returncode:
            self.log.write_text(finished.stdout + finished.stderr)
            raise Problem(f"PostgreSQL could not make its files in {self.home}: {last_line(self.log)}")
        unfinished.rename(self.data)

    def _check_cluster(self) -> None:
        if not (can_enter(self.data, None) and can_enter(self.data, self.account)):
            raise Problem(
                f"PostgreSQL's files in {self.data} belong to another user or lie below a directory that is closed to "
                "it: run as the user who made them, or choose another DATA_DIR."
            )
        made_by = (self.data / "PG_VERSION").read_text().strip()
        version = str(pg.major_version(self.programs))
        if made_by != version:
            raise Problem(
                f"The files in {self.data} were made by PostgreSQL {made_by} and the programs in {self.programs} are "
                f"version {version}: set PG_BIN to version {made_by}, or choose another DATA_DIR."
            )

    def start(self) -> None:
        """Start and wait until it answers. Raises Problem when it does not."""
        self.launch()
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.is_ready():
            is_late = time.monotonic() > deadline
            if self.child.has_died() and not is_late and OLD_PROCESSES in last_line(self.log):
                self.launch()  # sessions of a server that was killed end a moment after it
            elif self.child.has_died() or is_late:
                self.child.kill()
                raise Problem(f"PostgreSQL did not start ({last_line(self.log)}): read {self.log}.")
            time.sleep(0.03)
        self._ensure_database()

    def launch(self) -> None:
        """Start without waiting."""
        self._clear_stale_lock()
        self.child.start()

    def is_ready(self) -> bool:
        """Whether it accepts connections now."""
        try:
            psycopg.connect(self._url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, seconds: float = SECONDS_TO_STOP) -> None:
        """Shut down in order; if that takes too long, at once (the next start recovers from its log)."""
        self.child.ask_to_stop()
        if not wait_until(self.child.has_died, seconds):
            self.child.process.send_signal(signal.SIGQUIT)
            wait_until(self.child.has_died, 1)
        self.child.kill()

    def kill(self) -> None:
        """End it as a power cut would."""
        self.child.kill()

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _clear_stale_lock(self) -> None:
        """Remove a lock file whose process number now belongs to another program; end our own orphan.

        PostgreSQL removes stale locks by itself, unless the number is in use again.
        """
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if started(pid) is None:
            return
        words = command_line(pid)
        if "postgres" in words and str(self.data) in words:
            _end_server(pid)
        else:
            lock.unlink()


def _end_server(pid: int) -> None:
    """Stop a PostgreSQL that is not our child: fast, then at once."""
    for number, seconds in ((signal.SIGINT, 5), (signal.SIGQUIT, 2), (signal.SIGKILL, 2)):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if wait_until(lambda: started(pid) is None, seconds):
            return
