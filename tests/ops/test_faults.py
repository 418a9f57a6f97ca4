"""What readers and staff get while a server is gone. Real servers of our own, a real gunicorn."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from golab.embedded.processes import wait_until
from tests.prepared import dump, restore
from tests.servers import free_port, throwaway_place, throwaway_postgres, throwaway_valkey

pytestmark = [pytest.mark.fault, pytest.mark.django_db]  # so that there is a test database to copy

PREPARE = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Locale, Page, Site

from golab.pages.models import HomePage, StandardPage

staff = Client()
staff.force_login(get_user_model().objects.create_superuser(email="editor@example.org", password="only for this test"))
home = HomePage(title="Home", slug="fault-home", headline="Home", standfirst="Home")
Locale.objects.get_or_create(language_code="en-gb")
root = Page.objects.filter(depth=1).first() or Page.add_root(instance=Page(title="Root", slug="root"))
root.add_child(instance=home)
Site.objects.all().delete()
Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
home.add_child(instance=StandardPage(title="About the hub", slug="about-faults"))
print(staff.cookies[settings.SESSION_COOKIE_NAME].value)
"""
READER_PAGES = ("/about-faults/", "/search/?q=price", "/robots.txt")
CMS_PAGES = ("/admin/", "/admin/pages/")


@dataclass
class Hub:
    """gunicorn with servers of its own, asked over HTTP."""

    environment: dict[str, str]
    port: int
    log: Path
    process: subprocess.Popen | None = None
    session: str = ""
    slowest: float = field(default=0.0)

    def manage(self, *arguments: str) -> str:
        finished = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    def start(self) -> None:
        command = ["-m", "gunicorn", "-b", f"127.0.0.1:{self.port}", "--threads", "4", "--no-control-socket"]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command, "golab.wsgi:application"],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        assert wait_until(lambda: self.get("/healthz/live")[0] == 200, 30), self.log.read_text()

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=15)

    def get(self, path: str, *, staff: bool = False) -> tuple[int, str, dict[str, str]]:
        """Status, text and headers; status 0 when nobody listens. Keeps the time of the slowest answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"} if staff else {}
        started = time.monotonic()
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            answer = response.status, response.read().decode(), dict(response.getheaders())
        except OSError:
            return 0, "", {}
        finally:
            connection.close()
        self.slowest = max(self.slowest, time.monotonic() - started)
        return answer


def copy_test_database(target: str, by_way_of: Path) -> None:
    """The migrated tables of this run's test database, which takes two seconds; migrating again takes a minute."""
    source = connection.get_connection_params()
    known = {name: source[name] for name in ("dbname", "host", "port", "user", "password") if source.get(name)}
    dump(psycopg.conninfo.make_conninfo(**known), by_way_of)
    restore(by_way_of, target)


@pytest.fixture(scope="module")
def servers(django_db_setup, django_db_blocker) -> Iterator[tuple]:
    """A PostgreSQL, a Valkey and a hub on both, with one page and one member of staff."""
    with throwaway_postgres() as postgres, throwaway_valkey() as valkey, throwaway_place() as place:
        port = free_port()
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "golab.settings_test",
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "DATA_DIR": str(place),
            "SECRET_KEY": "only-for-this-test",
            "SITE_URL": f"http://127.0.0.1:{port}",
        }
        hub = Hub(environment, port, place / "gunicorn.log")
        copy_test_database(postgres.url, place / "migrated.dump")
        hub.session = hub.manage("shell", "-v", "0", "-c", PREPARE).split()[-1]
        hub.start()
        try:
            yield postgres, valkey, hub
        finally:
            hub.stop()


@pytest.fixture
def running(servers) -> tuple:
    """Everything up and well, whatever the test before broke."""
    postgres, valkey, hub = servers
    for server in (postgres, valkey):
        if not server.is_ready():
            server.start()
    assert wait_until(lambda: hub.get("/healthz/ready")[0] == 200, 10), hub.log.read_text()
    hub.slowest = 0.0
    return postgres, valkey, hub


def assert_all_answer(hub: Hub) -> None:
    for path in READER_PAGES:
        assert hub.get(path)[0] == 200, (path, hub.log.read_text()[-3000:])
    for path in CMS_PAGES:
        assert hub.get(path, staff=True)[0] == 200, (path, hub.log.read_text()[-3000:])


def test_pages_and_cms_answer_when_everything_runs(running):
    assert_all_answer(running[2])


def test_pages_and_cms_answer_in_bounded_time_when_valkey_is_gone(running):
    _, valkey, hub = running
    valkey.stop()
    assert_all_answer(hub)
    assert hub.slowest < 3
    assert hub.get("/healthz/ready")[0] == 200


def test_cache_is_used_again_when_valkey_returns(running):
    _, valkey, hub = running
    valkey.kill()
    assert_all_answer(hub)
    valkey.start()
    assert wait_until(lambda: "cache_reachable_again" in (hub.get("/about-faults/"), hub.log.read_text())[1], 10)


def test_503_within_three_seconds_when_postgresql_is_gone(running):
    postgres, _, hub = running
    postgres.stop()
    for path, staff in [
        ("/about-faults/", False),
        ("/search/?q=price", False),
        ("/admin/", True),
        ("/sitemap.xml", False),
    ]:
        status, text, headers = hub.get(path, staff=staff)
        assert (path, status) == (path, 503), hub.log.read_text()[-3000:]
        assert headers["Retry-After"] == "30"
        assert headers["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in headers
        assert "<h1" in text
        assert "psycopg" not in text
    assert hub.slowest < 3
    assert hub.get("/healthz/live")[0] == 200
    assert hub.get("/healthz/ready")[0] == 503
    assert hub.get("/robots.txt")[0] == 200


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_hub_recovers_by_itself_when_postgresql_returns(running, end):
    postgres, _, hub = running
    assert_all_answer(hub)
    getattr(postgres, end)()
    assert hub.get("/about-faults/")[0] == 503
    assert hub.get("/admin/", staff=True)[0] == 503
    postgres.start()
    assert wait_until(lambda: hub.get("/healthz/ready")[0] == 200, 10)
    assert_all_answer(hub)


def test_503_and_recovery_when_both_are_gone(running):
    postgres, valkey, hub = running
    postgres.kill()
    valkey.kill()
    assert hub.get("/about-faults/")[0] == 503
    assert hub.slowest < 3
    postgres.start()
    assert wait_until(lambda: hub.get("/about-faults/")[0] == 200, 10)
