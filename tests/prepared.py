"""The hub's content in a database of its own, loaded once for all the processes of a run.

    python -m tests.prepared      # `make test` starts it, and the first tests do not wait for it

Whoever needs the content copies that database, which takes a second; loading it takes half a minute.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from time import process_time
from traceback import format_exc
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command
from django.db import connection

from golab.embedded.datadir import DataDir
from golab.embedded.prepared import LOADED
from golab.embedded.processes import wait_until
from golab.embedded.programs import postgres_programs

SECONDS_TO_LOAD = 300
REPORT = "TEST_CONTENT_REPORT"  # the environment names the file in which a run is told that its content is there
DATABASE = "golab_content"


@dataclass(frozen=True)
class Loaded:
    """What a load said, and its seconds of work: the clock on the wall also counts what the neighbours do."""

    database: str
    told: str
    seconds: float
    dump: str = ""  # for a server elsewhere; nobody may look into `database` while another process copies it
    data_dir: str = ""  # of a hub: what it keeps beside its database


def of_this_run() -> Loaded | None:
    """What the run has loaded, waiting for it; None where tests run alone. Raises AssertionError if it failed."""
    report = os.environ.get(REPORT)
    if not report:
        return None
    if not wait_until(Path(report).exists, SECONDS_TO_LOAD):
        raise AssertionError(f"The content was not loaded within {SECONDS_TO_LOAD} s.")
    found = json.loads(Path(report).read_text())
    if "failed" in found:
        raise AssertionError(f"The content could not be loaded:\n{found['failed']}")
    return Loaded(**found)


def dump(url: str, file: Path) -> None:
    """Write a database into a file."""
    _run("pg_dump", "--format=custom", "--compress=0", "--no-owner", "--file", file, url)


def restore(file: Path, url: str) -> None:
    """Put a dump into an empty database."""
    _run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", url, file)


def _run(program: str, *arguments: object) -> None:
    done = subprocess.run([postgres_programs() / program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"{program}: {done.stderr}")


def main() -> None:
    """Copy the migrated database, load the content into the copy, and report it when all is done."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "golab.settings_test"
    report = Path(os.environ[REPORT])
    try:
        found = asdict(_load(report.with_suffix(".dump")))
    except Exception:
        found = {"failed": format_exc()}
    unfinished = report.with_suffix(".new")
    unfinished.write_text(json.dumps(found))
    unfinished.rename(report)
    sys.exit("failed" in found)


def _load(file: Path) -> Loaded:
    migrated = os.environ["DATABASE_URL"]
    template = urlsplit(migrated).path.strip("/")
    os.environ["DATABASE_URL"] = url = f"{migrated.removesuffix(template)}{DATABASE}"
    with psycopg.connect(f"{migrated.removesuffix(template)}postgres", autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {template}")
    django.setup()  # only now: it reads the address of the database
    told, seconds = load_demo()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    data_dir = _prepare_hub(file.with_name("hub"), url)
    dump(url, file)
    return Loaded(DATABASE, told, seconds, str(file), str(data_dir.path))


def _prepare_hub(path: Path, url: str) -> DataDir:
    """What is left to do after the content: collected files and a member of staff, as `make run` would do it."""
    hub = DataDir(path)
    hub.make()
    hub.secret(hub.password_file)
    (path / LOADED).touch()
    own = {"DJANGO_SETTINGS_MODULE": "golab.settings", "DATABASE_URL": url, "DATA_DIR": str(path)}
    command = [sys.executable, "-m", "golab.embedded.prepare", path / LOADED, hub.password_file]
    subprocess.run(command, env=os.environ | own, stdout=subprocess.DEVNULL, check=True)
    return hub


def load_demo() -> tuple[str, float]:
    """Load the content folder into Django's database: what was said, and the seconds of work."""
    told, started = StringIO(), process_time()
    call_command("load_demo", stdout=told)
    return told.getvalue(), process_time() - started


if __name__ == "__main__":
    main()
