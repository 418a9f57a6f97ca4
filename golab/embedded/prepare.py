"""Brings database, static files and demonstration up to date. Run as a process of its own by the supervisor.

    python -m golab.embedded.prepare [MARKER PASSWORD_FILE]

With the two arguments the demonstration content is loaded unless MARKER exists, and the staff account is made.
"""

import multiprocessing
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from golab.embedded.prepared import MANIFEST, fingerprint, static_files
from golab.embedded.progress import step


def main(arguments: list[str]) -> int:
    """Run every step that is due; the details go to `prepare.log`. Returns the exit status."""
    import django

    django.setup()
    from django.conf import settings

    with (settings.DATA_DIR / "logs" / "prepare.log").open("a", buffering=1) as log:
        # Forked before there is a database connection or a thread: two cores halve the first start.
        static = multiprocessing.get_context("fork").Process(target=_logged, args=(log, _collect_static, settings))
        if not _is_static_current(settings):
            static.start()
        status = _logged(log, _prepare_database, arguments)
        if static.pid:
            with step("Collecting static files"):
                static.join()
            status = status or static.exitcode
    return status


def _logged(log: TextIO, work: Callable, argument: object) -> int:
    try:
        work(_commands_into(log), argument)
    except Exception as error:
        traceback.print_exc(file=log)
        log.write(f"{type(error).__name__}: {' '.join(str(error).split())}\n")
        if multiprocessing.parent_process():
            sys.exit(1)
        return 1
    return 0


def _commands_into(log: TextIO) -> Callable:
    from django.core.management import call_command

    return lambda *words, **options: call_command(*words, stdout=log, stderr=log, no_color=True, **options)


def _prepare_database(command: Callable, arguments: list[str]) -> None:
    with step("Bringing the database up to date"):
        command("migrate", interactive=False)
    if arguments:
        marker, password_file = (Path(argument) for argument in arguments)
        if not marker.exists():
            with step("Loading the demonstration content"):
                command("load_demo")
            marker.touch()
        command("create_demo_staff", password_file=password_file)


def _is_static_current(settings) -> bool:
    """Whether neither the static files nor the packages that bring some have changed since they were collected."""
    stamp = _static_stamp(settings)
    is_complete = stamp.exists() and (settings.STATIC_ROOT / MANIFEST).exists()
    return is_complete and stamp.read_text() == fingerprint(static_files())


def _collect_static(command: Callable, settings) -> None:
    # Taken first: what changes during the work is collected by the next start.
    collected = fingerprint(static_files())
    command("collectstatic", interactive=False, verbosity=0)
    _static_stamp(settings).write_text(collected)


def _static_stamp(settings) -> Path:
    return settings.STATIC_ROOT.with_name("static.stamp")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
