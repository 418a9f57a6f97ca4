"""Programs that we start, watch and stop, each in a session of its own."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from golab.embedded.accounts import Account

LOG_LIMIT = 5_000_000
MARK_VARIABLE = "GOLAB_SUPERVISED"


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _stat_fields(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def started(pid: int) -> str | None:
    """When a live process began, as text to compare; None when there is no such process (or only a zombie).

    A process number comes round again; together with the start it names one process for good.
    """
    if Path("/proc/self/stat").exists():
        fields = _stat_fields(pid)
        return f"{_boot()} {fields[19]}" if fields and fields[0] not in "ZX" else None
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip() or None


def command_line(pid: int) -> str:
    """What a process was started with, in one string; empty when there is no such process."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-ww", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout


def session_members(session: int) -> Iterator[int]:
    """Live processes of a session that carry our mark (Linux only; elsewhere nothing is found)."""
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        fields = _stat_fields(pid)
        if not fields or fields[0] in "ZX" or int(fields[3]) != session:
            continue
        try:
            is_ours = f"{MARK_VARIABLE}=".encode() in (entry / "environ").read_bytes()
        except OSError:
            continue
        if is_ours:
            yield pid


def signal_group(pid: int, number: int) -> None:
    """Signal a process and all that it started; one that has gone is no error."""
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return


def wait_until(condition, seconds: float) -> bool:
    """Whether the condition became true within the time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def last_line(log: Path) -> str:
    """The last line a program wrote that says anything, for use in a sentence."""
    try:
        lines = [line.strip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    return lines[-1] if lines else "it said nothing"


@dataclass
class Child:
    """One program: `start`, `has_died`, `stop`, `kill`. Its output goes to `log`, or where ours goes.

    `on_start` is told of every start, the later ones too, so that the process number is on record.
    """

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    log: Path | None
    stop_signal: int = signal.SIGTERM
    account: Account | None = None
    cwd: Path = Path("/")
    on_start: Callable[["Child"], None] = lambda child: None
    process: subprocess.Popen | None = field(default=None, init=False)

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> None:
        """Start the program; its directory must exist. Raises OSError when it cannot be executed."""
        with self._output() as output:
            self.process = subprocess.Popen(
                self.command,
                env={**self.env, MARK_VARIABLE: self.name},
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if self.log else None,
                start_new_session=True,
                umask=0o077,
                **(self.account.popen_arguments() if self.account else {}),
            )
        self.on_start(self)

    def _output(self) -> AbstractContextManager:
        if self.log is None:
            return nullcontext()
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        return self.log.open("ab")

    def has_died(self) -> bool:
        """Whether the program has ended; whatever it had started is ended too."""
        if self.process is None or self.process.returncode is not None:
            return True
        if hasattr(os, "waitid"):
            # Look before collecting it: as long as it is a zombie, its number cannot be anyone else's.
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                return False
            signal_group(self.pid, signal.SIGKILL)
        return self.process.poll() is not None

    def ask_to_stop(self) -> None:
        """Send the signal that this program takes as a request to finish."""
        if not self.has_died():
            self.process.send_signal(self.stop_signal)

    def kill(self) -> None:
        """End the program and all it started, now."""
        if not self.has_died():
            signal_group(self.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self, seconds: float) -> bool:
        """Ask, wait, then insist. Returns whether it went by itself."""
        self.ask_to_stop()
        went = wait_until(self.has_died, seconds)
        self.kill()
        return went
