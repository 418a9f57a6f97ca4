"""Who runs on a data directory: a lock that dies with its holder, and notes by which the next start can clear up."""

import fcntl
import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from golab.embedded.errors import Problem
from golab.embedded.processes import session_members, signal_group, started, wait_until
from golab.embedded.progress import step

SECONDS_FOR_ORPHANS = 2.5
SERVERS = ("PostgreSQL", "Valkey")


class Notes:
    """What is running, in `run/state.json`, written before anyone needs it."""

    def __init__(self, run: Path) -> None:
        self.file = run / "state.json"
        self.content: dict = {"children": {}}

    def read(self) -> dict:
        """What the last run noted; empty when there is nothing to read."""
        try:
            found = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def update(self, **fields: object) -> None:
        """Add to the notes and keep them on disk."""
        self.content.update(fields)
        unfinished = self.file.with_suffix(".new")
        unfinished.touch(mode=0o600)
        unfinished.write_text(json.dumps(self.content, indent=1))
        unfinished.replace(self.file)

    def child(self, name: str, pid: int, stop_signal: int) -> None:
        """Note a process that we started."""
        children = self.content["children"]
        children[name] = {"pid": pid, "started": started(pid), "signal": int(stop_signal)}
        self.update(children=children)

    def clear(self) -> None:
        """Nothing runs any more."""
        self.file.unlink(missing_ok=True)


@contextmanager
def only_one(run: Path, notes: Notes) -> Iterator[None]:
    """Hold the data directory. Raises Problem when another run holds it.

    The kernel lets go when the holder dies, however it dies.
    """
    path = run / "lock"
    lock = _locked(path)
    if lock is None:
        raise Problem(_who(notes.read(), run.parent))
    with lock:
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_running(run: Path) -> bool:
    """Whether someone holds the data directory now."""
    if not (run / "lock").exists():
        return False
    lock = _locked(run / "lock")
    if lock is None:
        return True
    lock.close()
    return False


def _locked(path: Path) -> IO | None:
    while True:
        lock = path.open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            return None
        # The holder before us may have removed the file between our two calls.
        if path.exists() and os.path.samestat(os.fstat(lock.fileno()), path.stat()):
            return lock
        lock.close()


def _who(state: dict, data_dir: Path) -> str:
    pid = state.get("pid", "unknown")
    where = f" at {state['address']}/" if state.get("address") else ""
    return (
        f"The hub is already running on {data_dir}{where} (process {pid}): "
        f"stop that one with `kill {pid}`, or start another with its own PORT and DATA_DIR."
    )


def clear_up(state: dict) -> None:
    """End the processes and remove the sockets of a run that was killed before it could."""
    alive = {
        name: child
        for name, child in state.get("children", {}).items()
        if started(child["pid"]) == child["started"] or any(session_members(child["pid"]))
    }
    if alive:
        with step(f"Stopping what an earlier run left behind ({', '.join(alive)})"):
            # Servers were started first, and go last and one by one.
            servers = [child for name, child in alive.items() if name in SERVERS]
            _end([child for name, child in alive.items() if name not in SERVERS])
            for child in reversed(servers):
                _end([child])
    sockets = Path(state.get("sockets") or "/nonexistent")
    if sockets.name.startswith("golab-") and sockets.is_dir() and sockets.stat().st_uid == os.geteuid():
        shutil.rmtree(sockets, ignore_errors=True)


def _end(children: list[dict]) -> None:
    def anyone_left() -> list[dict]:
        return [child for child in children if started(child["pid"]) == child["started"]]

    for child in anyone_left():
        try:
            os.kill(child["pid"], child["signal"])
        except OSError as error:
            raise Problem(
                f"Process {child['pid']} of an earlier run cannot be stopped ({error.strerror}): "
                "run as the user who started it."
            ) from error
    wait_until(lambda: not anyone_left(), SECONDS_FOR_ORPHANS)
    for child in anyone_left():
        signal_group(child["pid"], signal.SIGKILL)
    wait_until(lambda: not anyone_left(), 1)
    for child in children:
        for member in session_members(child["pid"]):
            os.kill(member, signal.SIGKILL)
