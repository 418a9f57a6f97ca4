"""The virtual environment and the locked wheels in it. Runs on the system's Python: standard library only."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from golab.embedded import packages, preflight
from golab.embedded.errors import Problem
from golab.embedded.launch import CHECKOUT, data_dir
from golab.embedded.progress import step

VENV = CHECKOUT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
RUNTIME, DEVELOPMENT = "requirements.txt", "requirements-dev.txt"


def main(arguments: list[str]) -> int:
    """Set up (with the test tools too after `--dev`), then become the environment's Python with what is left."""
    is_dev = arguments[:1] == ["--dev"]
    words = arguments[1:] if is_dev else arguments
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        set_up([RUNTIME, DEVELOPMENT] if is_dev else [RUNTIME])
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped while setting up; the same command goes on from here.\n")
        return 130
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.chdir(CHECKOUT)
    # Kept compiled, whatever the machine's default: a hub starts six processes and a run of tests some fifty, and each
    # would compile all our modules anew.
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""
    # `-m` finds the checkout by itself; a script's own directory would come first otherwise.
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH", "")]))
    return os.execv(VENV_PYTHON, [str(VENV_PYTHON), *words])  # noqa: S606 (never comes back)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def set_up(locks: list[str]) -> None:
    """Make `.venv` and install the locked wheels unless that is done. Raises Problem."""
    with _alone():
        if not _is_usable():
            preflight.check_disk(data_dir(os.environ))
            preflight.check_disk(VENV)
            _make_venv()
        if not all(_is_installed(lock) for lock in locks):
            packages.install(VENV, locks)
            for lock in locks:
                _stamp(lock).write_text(_fingerprint(lock))


@contextmanager
def _alone() -> Iterator[None]:
    """Two starts at once in a fresh checkout: the second waits."""
    with (CHECKOUT / "Makefile").open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with step("Waiting for another start to finish setting up"):
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_usable() -> bool:
    if not VENV_PYTHON.exists():
        return False
    asked = [VENV_PYTHON, "-c", "import sys, pip; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Problem(
            f"This Python ({sys.executable}) lacks its venv module: install it, on Debian and Ubuntu with "
            "`apt-get install python3-venv`, or name another Python, for example `make run PYTHON=python3.12`."
        ) from None
    if VENV.exists() and not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
        raise Problem(f"{VENV} is in the way and no virtual environment: move it elsewhere.")
    try:
        with step("Making a virtual environment"):
            shutil.rmtree(VENV, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", VENV], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        said = " ".join((error.stdout + error.stderr).split())[-200:]
        raise Problem(f"Python could not make {VENV} ({said}): check that you may write there.") from None


def _stamp(lock: str) -> Path:
    return VENV / f"{lock}.installed"


def _is_installed(lock: str) -> bool:
    return _stamp(lock).exists() and _stamp(lock).read_text() == _fingerprint(lock)


def _fingerprint(lock: str) -> str:
    return hashlib.sha256((CHECKOUT / lock).read_bytes()).hexdigest()
