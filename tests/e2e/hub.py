"""The whole hub as `make run` starts it: own PostgreSQL, own Valkey, own worker, own content, for browsers to visit."""

import email
import email.policy
import gzip
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from pathlib import Path

from golab.embedded.datadir import DataDir
from golab.embedded.launch import CHECKOUT, STAFF_EMAIL
from golab.embedded.places import make_private
from golab.embedded.postgres import Postgres
from golab.embedded.prepared import LOADED, STAMP, state
from golab.embedded.processes import wait_until
from tests.prepared import Loaded, restore
from tests.servers import free_port, throwaway_place

SECONDS_TO_START = 300  # mostly migrations and content; a busy machine takes three times as long as an idle one
SECONDS_TO_STOP = 30
# What the tests' own environment says of servers and keys must not reach the hub.
OWN = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "EMAIL_URL", "MEDIA_ROOT"), "")


@dataclass(frozen=True)
class Hub:
    """A running hub: its address (passkeys need a name, so `localhost`) and its data directory."""

    url: str
    data_dir: Path

    staff_email = STAFF_EMAIL

    @property
    def staff_password(self) -> str:
        return (self.data_dir / "staff-password.txt").read_text().strip()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page, as a reader's browser gets it: compressed, and just as long as it says."""
        question = urllib.request.Request(f"{self.url}{path}", headers={"Accept-Encoding": "gzip"})
        try:
            with urllib.request.urlopen(question, timeout=30) as answer:
                return answer.status, _text(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _text(error)

    def addresses(self) -> list[str]:
        """Every page of the sitemap, as a path."""
        return [one.removeprefix(self.url) for one in re.findall(r"<loc>(.*?)</loc>", self.get("/sitemap.xml")[1])]

    def code_mailed_to(self, address: str) -> str:
        """The newest sign-in code that was mailed to `address`; waits for the mail to be delivered."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [code for code in map(_code, self._mail_to(address)) if code]
            return bool(found)

        if not wait_until(is_there, 60):
            raise AssertionError(f"no mail with a code for {address}")
        return found[-1]

    def _mail_to(self, address: str) -> list[str]:
        files = sorted((self.data_dir / "mail").rglob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        return [letter.get_body(("plain",)).get_content() for letter in letters if address in letter["To"]]


def _text(answer: HTTPResponse) -> str:
    body = answer.read()
    return (gzip.decompress(body) if answer.headers["Content-Encoding"] == "gzip" else body).decode()


def _code(text: str) -> str | None:
    found = re.search(r"code is: ([A-Z0-9-]+)", text)
    return found and found.group(1)


def fill(data_dir: Path, content: Loaded) -> None:
    """Make the database of a first start from the content that the run has loaded: a first start takes a minute more.

    What `make run` does with an empty one is what the run has done: migrate, then load.
    """
    shutil.copytree(content.data_dir, data_dir)
    place = DataDir(data_dir)
    place.make()
    home, account = place.database_home()
    with throwaway_place() as sockets:
        server = Postgres(
            home, make_private(sockets / "pg", account), place.logs / "fill.log", account, is_durable=False
        )
        server.create()
        server.start()
        try:
            restore(Path(content.dump), server.url)
            (home / STAMP).write_text(state(database_url=server.url, static_root=data_dir / "static", is_demo=True))
        finally:
            server.stop(seconds=20)
    (home / LOADED).touch()


@contextmanager
def running_hub(data_dir: Path) -> Iterator[Hub]:
    """Start the hub on `data_dir`; it is stopped afterwards. A directory used before starts in seconds."""
    port = free_port()
    hub = Hub(f"http://localhost:{port}", data_dir)
    data_dir.parent.mkdir(parents=True, exist_ok=True)
    told = data_dir.with_name(f"{data_dir.name}-output.txt")
    own = OWN | {"DATA_DIR": str(data_dir), "PORT": str(port), "HOST": "127.0.0.1", "SITE_URL": hub.url, "DEMO": "1"}
    own["BOOKING_TAKES_SECONDS"] = "0"  # a test is quicker than any person
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "golab.embedded", "run"],
            cwd=CHECKOUT,
            env=os.environ | own,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        if not wait_until(lambda: process.poll() is not None or _is_ready(hub), SECONDS_TO_START):
            raise AssertionError(f"the hub did not start within {SECONDS_TO_START} s:\n{told.read_text()[-5000:]}")
        if process.poll() is not None:
            raise AssertionError(f"the hub did not start:\n{told.read_text()[-5000:]}")
        yield hub
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(SECONDS_TO_STOP)


def _is_ready(hub: Hub) -> bool:
    try:
        return hub.get("/healthz/ready")[0] == 200
    except OSError:
        return False
