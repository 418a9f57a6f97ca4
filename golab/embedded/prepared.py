"""Whether anything has to be brought up to date, known without the seconds that starting Django takes."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import psycopg

from golab.embedded.launch import CHECKOUT

LOCK = CHECKOUT / "requirements.txt"
MANIFEST = "staticfiles.json"
# Files beside the database: from when the content was in it, and what the last preparation left.
LOADED = "demonstration-loaded"
STAMP = "prepared.stamp"


def static_files() -> list[Path]:
    """The project's own static files; those of packages change with the lock file."""
    roots = [CHECKOUT / "static", *CHECKOUT.glob("golab/*/static"), *CHECKOUT.glob("*/static")]
    return [path for root in roots for path in root.rglob("*") if path.is_file()]


def migration_files() -> list[Path]:
    """The project's own migrations: the kernel's, and those of every feature beside it."""
    return [*CHECKOUT.glob("golab/*/migrations/*.py"), *CHECKOUT.glob("*/migrations/*.py")]


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """One text that changes when a file is added, removed or touched, or when a word changes."""
    lines = [f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(files)]
    return hashlib.sha256("\n".join([*lines, LOCK.read_text(), *words]).encode()).hexdigest()


def applied_migrations(database_url: str) -> str:
    """What the database says of its migrations: other words after a restore, or in an empty one."""
    with psycopg.connect(database_url, connect_timeout=5) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return "none"
        return str(connection.execute("SELECT count(*), max(id), max(applied) FROM django_migrations").fetchone())


def state(*, database_url: str, static_root: Path, is_demo: bool) -> str:
    """Code, static files and database together; the same as after the last preparation means nothing is due."""
    manifest = static_root / MANIFEST
    collected = [manifest] if manifest.exists() else []
    files = [*migration_files(), *static_files(), *collected]
    return fingerprint(files, applied_migrations(database_url), str(is_demo))
