"""Places and programs for the tests of the supervisor; none of them needs Django's database."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from golab.embedded.processes import Child
from tests.servers import throwaway_place


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory with a path short enough for sockets."""
    with throwaway_place() as directory:
        yield directory


@pytest.fixture
def sleeper(tmp_path) -> Iterator[Child]:
    """A program that would run for a minute and has a child of its own doing the same."""
    script = "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    script += "print('ready', flush=True); time.sleep(60)"
    child = Child("sleeper", [sys.executable, "-c", script], env={}, log=tmp_path / "sleeper.log")
    yield child
    if child.process:
        child.kill()
