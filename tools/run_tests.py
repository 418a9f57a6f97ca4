"""Every check and test on throwaway servers: `make test`. Arguments go to pytest; `--only-lint` stops before it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from golab.embedded.errors import Problem
from golab.embedded.postgres import DATABASE
from golab.embedded.processes import wait_until
from tests import prepared
from tests.servers import throwaway_place, throwaway_postgres, throwaway_valkey

BIN = Path(sys.executable).parent
PY = [sys.executable, "-m"]
CHECKS = {
    "formatting of Python": [*PY, "ruff", "format", "--check", "."],
    "style of Python": [*PY, "ruff", "check", "."],
    "formatting of templates": [*PY, "djhtml", "--check", "--tabwidth", "2", "templates"],
    "packages that packages need": [*PY, "pip", "check"],
    "import contract": [BIN / "lint-imports", "--no-cache"],
    # The command checks all else that Django checks before it looks.
    "Django's checks and migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}
# Done while the database is migrated, which leaves a core idle: each process of the tests then finds their modules
# compiled, with pytest's own reading of `assert`.
COLLECTION = {"collection of the tests": [*PY, "pytest", "--collect-only", "-q"]}
# What a developer's own `.env` may say must not change what the tests see.
NEUTRAL = {
    "SECRET_KEY": "only-for-tests",
    "DEMO": "1",
    "SITE_URL": "http://127.0.0.1:8000",
    "ALLOWED_HOSTS": "127.0.0.1,localhost,[::1]",
    "EMAIL_URL": "",
    "EMAIL_ALLOWED_RECIPIENTS": "",
    "TRUSTED_PROXIES": "",
    "SENTRY_DSN": "",
}


def main(arguments: list[str]) -> int:
    """Run it all and return the exit status; pytest's own closing line comes last when all is well."""
    signal.signal(signal.SIGTERM, _stop)
    only_lint = arguments[:1] == ["--only-lint"]
    try:
        with throwaway_place() as place, throwaway_postgres() as postgres, throwaway_valkey() as valkey:
            os.environ.update(NEUTRAL)
            (place / "data").mkdir()
            os.environ.update(DATABASE_URL=postgres.url, REDIS_URL=valkey.url, DATA_DIR=str(place / "data"))
            with nullcontext() if only_lint else migrating(DATABASE):
                checks = CHECKS if only_lint else CHECKS | COLLECTION
                failed = [name for name, command in checks.items() if not passes(name, command)]
            with nullcontext() if only_lint else loading(place):
                status = 0 if only_lint else run_pytest(arguments)
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    if failed:
        print(f"Failed checks: {', '.join(failed)}.", flush=True)
    return status or bool(failed)


@contextmanager
def migrating(database: str) -> Iterator[None]:
    """Migrate the server's database meanwhile, for each process of the tests to start from a copy of it."""
    begun = time.monotonic()
    work = subprocess.Popen([sys.executable, "manage.py", "migrate", "--verbosity", "0"])
    try:
        yield
        if work.wait() == 0:
            os.environ["TEST_DATABASE_TEMPLATE"] = database
            print(f"  database: migrated ({time.monotonic() - begun:.1f} s)", flush=True)
    finally:
        work.kill()


@contextmanager
def loading(place: Path) -> Iterator[None]:
    """Load the content meanwhile into a copy of that database, for the tests that need it to copy in their turn."""
    if "TEST_DATABASE_TEMPLATE" not in os.environ:
        yield  # migrating failed, which the tests will say better
        return
    os.environ[prepared.REPORT] = str(place / "content.json")
    work = subprocess.Popen([*PY, "tests.prepared"])
    try:
        yield
    finally:
        work.kill()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def passes(name: str, command: list) -> bool:
    """Run one check; its output is shown only when it fails."""
    begun = time.monotonic()
    finished = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    good = finished.returncode == 0
    print(f"  {name}: {'good' if good else 'FAILED'} ({time.monotonic() - begun:.1f} s)", flush=True)
    if not good:
        print(finished.stdout, flush=True)
    return good


def run_pytest(arguments: list[str]) -> int:
    """All tests, or what the arguments say, on a process more than cores: tests wait for browsers and servers."""
    say_what_is_skipped()
    command = [*PY, "pytest", "-n", str((os.cpu_count() or 1) + 1), "-rs", *arguments]
    tests = subprocess.Popen(command)
    try:
        return tests.wait()
    except KeyboardInterrupt:
        # pytest has had the Ctrl-C too, or must have the SIGTERM; its servers are stopped by its fixtures.
        tests.terminate()
        wait_until(lambda: tests.poll() is not None, 10)
        tests.kill()
        raise


def say_what_is_skipped() -> None:
    """Name what this machine lacks before the tests that need it are skipped."""
    shared = Path(os.environ.get("SHARED_DIR", "../shared"))
    if not shared.is_dir():
        print(f"  No folder {shared}: tests on its data are skipped (SHARED_DIR names another).", flush=True)
    browsers = ("chromium", "chromium-browser", "google-chrome", "chrome")
    if not os.environ.get("BROWSER_BIN") and not any(map(shutil.which, browsers)):
        print("  No chromium or chrome on the PATH: browser tests may be skipped (BROWSER_BIN names one).", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
