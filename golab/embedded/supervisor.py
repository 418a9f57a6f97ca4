"""`make run`: starts everything in order, starts again what dies, and stops everything in order."""

import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from golab.embedded import preflight, prepared
from golab.embedded.datadir import DataDir
from golab.embedded.errors import Problem, Stopped
from golab.embedded.launch import CHECKOUT, STAFF_EMAIL, Launch
from golab.embedded.processes import Child, last_line, wait_until
from golab.embedded.progress import say, step
from golab.embedded.running import SERVERS, Notes, clear_up, only_one
from golab.embedded.servers import Servers

SECONDS_TO_SERVE = 60
SECONDS_TO_STOP = 4  # with Valkey's and PostgreSQL's seconds this stays below ten
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30
SECONDS_THAT_COUNT_AS_WELL = 60
THREADS = 8


@dataclass
class Part:
    """A child that is started again when it dies, after a pause that grows while it keeps dying."""

    child: Child
    launch: Callable[[], None]
    pause: float = FIRST_PAUSE
    started_at: float = field(default_factory=time.monotonic)
    due_at: float | None = None

    @property
    def name(self) -> str:
        """As a sentence begins with it."""
        return self.child.name if self.child.name in SERVERS else f"The {self.child.name}"

    def tend(self, now: float) -> None:
        """Look once: note a death, or start again when the pause is over."""
        if self.due_at is not None:
            if now >= self.due_at:
                self._start_again(now)
        elif self.child.has_died():
            self._note_death(now)

    def _note_death(self, now: float) -> None:
        if now - self.started_at > SECONDS_THAT_COUNT_AS_WELL:
            self.pause = FIRST_PAUSE
        self.due_at = now + self.pause
        say(f"  {self.name} ended ({how_it_ended(self.child)}); starting it again in {self.pause:g} s.")
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def _start_again(self, now: float) -> None:
        self.due_at, self.started_at = None, now
        try:
            self.launch()
        except OSError as error:
            say(f"  {self.name} cannot be started: {error.strerror}.")


def how_it_ended(child: Child) -> str:
    """Exit status or signal, in words."""
    code = child.process.returncode
    return f"signal {-code}" if code < 0 else f"exit status {code}"


class Supervisor:
    """One run of the hub on one data directory."""

    def __init__(self, launch: Launch) -> None:
        self.launch = launch
        self.data_dir = DataDir(launch.data_dir)
        self.notes = Notes(self.data_dir.run)
        self.servers = Servers(launch, self.data_dir, self.notes)
        self.parts: list[Part] = []
        self.programs: dict[str, Child] = {}
        self.is_stopping = False

    def run(self) -> None:
        """Start, watch until asked to stop, stop. Raises Problem when the start fails."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        preflight.check_disk(self.data_dir.path)
        self.data_dir.make()
        with only_one(self.data_dir.run, self.notes):
            clear_up(self.notes.read())
            self._check()
            try:
                self._start()
                self._watch()
            except Stopped:
                say("Stopped before everything had started.")
            finally:
                self._stop()

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.is_stopping = True

    def _continue(self) -> None:
        if self.is_stopping:
            raise Stopped

    def _check(self) -> None:
        preflight.check_port(self.launch.host, self.launch.port)
        if self.launch.database_url:
            preflight.check_database(self.launch.database_url)
        if self.launch.redis_url and not preflight.is_reachable(self.launch.redis_url):
            say("  REDIS_URL: no server answers there; the hub works without it, but slower and with later messages.")

    def _start(self) -> None:
        begun = time.monotonic()
        self.notes.update(pid=os.getpid(), address=self.launch.address)
        self.servers.start()
        self._continue()
        env = self.servers.environment()
        self.notes.update(database_url=env["DATABASE_URL"], redis_url=env["REDIS_URL"])
        self._make_programs(env)
        self._prepare(env)
        self._start_web()
        for name in ("worker", "beat"):
            self.programs[name].start()
        servers = (self.servers.postgres, self.servers.valkey)
        self.parts = [Part(server.child, server.launch) for server in servers if server]
        self.parts += [Part(child, child.start) for child in self.programs.values()]
        self._announce(time.monotonic() - begun)

    def _make_programs(self, env: dict[str, str]) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "golab.celery"]
        schedule = self.data_dir.run / "beat-schedule"
        commands = {
            "web server": [sys.executable, "-m", "gunicorn", *self._gunicorn_options(), "golab.wsgi:application"],
            "worker": [
                *celery,
                *("worker", "-Q", "mail,default", "--concurrency=2", "--loglevel=INFO"),
                *("--without-gossip", "--without-mingle"),
            ],
            "beat": [*celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel=WARNING"],
        }
        self.programs = {name: self._program(name, command, env) for name, command in commands.items()}

    def _gunicorn_options(self) -> list[str]:
        options = [
            *("--config", "python:golab.webserver", "--bind", self.launch.bind, "--worker-class", "gthread"),
            *("--workers", os.environ.get("WEB_CONCURRENCY") or "2", "--threads", str(THREADS)),
            *("--timeout", "60", "--graceful-timeout", "3", "--preload", "--no-control-socket"),
        ]
        # Its heartbeat is a file; on a slow disk a busy moment would look like a dead worker.
        return [*options, "--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else options  # noqa: S108

    def _program(self, name: str, command: list, env: dict[str, str]) -> Child:
        return Child(
            name,
            command,
            env=env,
            log=self.data_dir.logs / f"{name.split()[0]}.log",
            cwd=CHECKOUT,
            on_start=lambda child: self.notes.child(name, child.pid, child.stop_signal),
        )

    def _prepare(self, env: dict[str, str]) -> None:
        """Migrate, collect static files and load the demonstration, in one process that knows Django.

        The stamp lies with the embedded database, so that it goes when that goes.
        """
        home = self.servers.home
        stamp = home / prepared.STAMP if home else None
        if stamp and stamp.exists() and stamp.read_text() == self._state(env):
            return
        arguments = []
        if self.launch.is_demo:
            self.data_dir.secret(self.data_dir.password_file)
            arguments = [home / prepared.LOADED, self.data_dir.password_file]
        child = self._program("prepare", [sys.executable, "-m", "golab.embedded.prepare", *arguments], env)
        log, child.log = child.log, None
        child.start()
        try:
            while not child.has_died():
                self._continue()
                time.sleep(0.05)
        finally:
            child.stop(2)
        if child.process.returncode:
            raise Problem(f"The hub could not be prepared ({last_line(log)}): read {log}.")
        if stamp:
            stamp.write_text(self._state(env))

    def _state(self, env: dict[str, str]) -> str:
        return prepared.state(
            database_url=env["DATABASE_URL"],
            static_root=self.data_dir.path / "static",
            is_demo=self.launch.is_demo,
        )

    def _start_web(self) -> None:
        web = self.programs["web server"]
        with step("Starting the web server"):
            web.start()
            deadline = time.monotonic() + SECONDS_TO_SERVE
            while not self._answers():
                self._continue()
                if web.has_died() or time.monotonic() > deadline:
                    raise Problem(f"The web server did not start ({last_line(web.log)}): read {web.log}.")
                time.sleep(0.05)

    def _answers(self) -> bool:
        # Straight to this machine, whatever proxy the environment names.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            opener.open(f"{self.launch.address}/healthz/live", timeout=5).close()
        except urllib.error.HTTPError:
            return True  # it answers; what it says is its own affair
        except OSError:
            return False
        return True

    def _announce(self, seconds: float) -> None:
        say("")
        say(f"The hub is ready at {self.launch.address}/ (started in {seconds:.1f} s).")
        if self.launch.is_demo:
            say(f"Staff sign in at {self.launch.address}/admin/ as {STAFF_EMAIL};")
            say(f"the password is in {self.data_dir.password_file}")
        say(f"Logs are in {self.data_dir.logs}. Press Ctrl-C to stop.")

    def _watch(self) -> None:
        while not self.is_stopping:
            now = time.monotonic()
            for part in self.parts:
                part.tend(now)
            time.sleep(0.1)

    def _stop(self) -> None:
        begun = time.monotonic()
        programs = [self.programs[name] for name in ("web server", "beat", "worker") if name in self.programs]
        say("Stopping ...")
        for child in programs:
            child.ask_to_stop()
        wait_until(lambda: all(child.has_died() for child in programs), SECONDS_TO_STOP)
        for child in programs:
            child.kill()
        self.servers.stop()
        self.notes.clear()
        say(f"Stopped in {time.monotonic() - begun:.1f} s.")
