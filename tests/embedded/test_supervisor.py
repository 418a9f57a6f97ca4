"""The whole of `make run` but for its database, which is the tests' own: migrating a new one takes half a minute."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings

from golab.embedded.launch import CHECKOUT
from golab.embedded.prepared import fingerprint, static_files
from golab.embedded.processes import session_members, started, wait_until
from golab.embedded.running import Notes, is_running
from tests.servers import free_port

# The database is only there to be connected to; nothing is written, so nothing is undone.
pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("django_db_setup")]


def _database_url():
    parts = settings.DATABASES["default"]
    secret = f":{quote(parts['PASSWORD'], safe='')}" if parts["PASSWORD"] else ""
    port = f":{parts['PORT']}" if parts["PORT"] else ""
    return f"postgres://{parts['USER']}{secret}@{quote(parts['HOST'], safe='')}{port}/{parts['NAME']}"


class Hub:
    """`make run` on a data directory, as a process that can be watched from outside."""

    def __init__(self, data_dir: Path, port: int):
        self.data_dir, self.port = data_dir, port
        self.output = data_dir.with_name("output.txt")
        self.notes = Notes(data_dir / "run")
        # Collecting the static files is not what is tested here.
        (data_dir / "static").mkdir(parents=True, exist_ok=True)
        (data_dir / "static" / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": {}, "hash": ""}))
        (data_dir / "static.stamp").write_text(fingerprint(static_files()))

    def start(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "golab.embedded", "run"],
            cwd=CHECKOUT,
            env={
                **os.environ,
                "DATABASE_URL": _database_url(),
                "REDIS_URL": "",
                "SECRET_KEY": "only-for-tests",
                "DEMO": "0",
                "SITE_URL": "",
                "DATA_DIR": str(self.data_dir),
                "PORT": str(self.port),
                "WEB_CONCURRENCY": "1",
            },
            stdout=self.output.open("w"),
            stderr=subprocess.STDOUT,
        )

    def says(self, text: str, seconds: float = 45) -> bool:
        return wait_until(lambda: text in self.output.read_text(), seconds)

    def answers(self, path: str = "/healthz/live") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as page:
                return page.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def children(self) -> dict[str, int]:
        return {name: child["pid"] for name, child in self.notes.read()["children"].items()}


@pytest.fixture
def hub(tmp_path):
    hub = Hub(tmp_path / "data dir", free_port())
    yield hub
    for pid in [*hub.notes.read().get("children", {}).values()]:
        for member in session_members(pid["pid"]):
            os.kill(member, signal.SIGKILL)


def test_hub_serves_heals_refuses_a_second_recovers_and_stops_without_a_trace(hub):
    first = hub.start()
    assert hub.says("The hub is ready at"), hub.output.read_text()
    assert hub.answers()
    assert hub.answers(f"/healthz/live?words={'%F0%9F%8F%A0' * 10_000}")  # what may be searched for
    assert not hub.answers(f"/healthz/live?words={'x' * 140_000}")

    worker = hub.children()["worker"]
    os.kill(worker, signal.SIGKILL)
    assert hub.says("The worker ended (signal 9); starting it again in 0.5 s.", 5)
    assert wait_until(lambda: hub.children()["worker"] != worker, 5)
    assert not list(session_members(worker))

    second = subprocess.run(
        [sys.executable, "-m", "golab.embedded", "run"],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": "", "DEMO": "", "DATA_DIR": str(hub.data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"already running on {hub.data_dir}" in second.stderr
    assert len(second.stderr.splitlines()) == 1

    first.kill()
    first.wait()
    orphans = hub.children()
    assert hub.answers()  # they outlive their supervisor

    third = hub.start()
    assert hub.says("Stopping what an earlier run left behind")
    assert hub.says("The hub is ready at"), hub.output.read_text()
    assert not any(list(session_members(pid)) for pid in orphans.values())
    assert hub.answers()

    sockets = Path(hub.notes.read()["sockets"])
    pids = hub.children().values()
    third.send_signal(signal.SIGTERM)
    assert third.wait(10) == 0
    assert [started(pid) for pid in pids] == [None] * len(pids)
    assert not sockets.exists()
    assert not is_running(hub.data_dir / "run")
    assert {path.name for path in (hub.data_dir / "run").iterdir() if "schedule" not in path.name} == set()


def test_hub_with_port_in_use_says_so_in_one_line_and_exits_with_1(hub):
    with socket.create_server(("127.0.0.1", hub.port)):
        process = hub.start()
        assert process.wait(20) == 1
    assert hub.output.read_text().splitlines() == [
        f"Port {hub.port} on 127.0.0.1 is in use by another program: "
        f"stop that one, or choose another port with `make run PORT={hub.port + 1}`."
    ]
