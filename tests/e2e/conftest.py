"""A real browser on a whole hub, each started once. Skipped aloud without one; REQUIRE_BROWSER=1 fails instead."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from tests import prepared
from tests.e2e.browser import Visit, launch, visiting
from tests.e2e.hub import Hub, fill, running_hub

# For a run of seconds Java's better compiler costs more than it saves: with it the same check takes twice as long. The
# stack is what vnu asks for.
BRIEFLY = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them, for `-m "not browser"`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def unavailable(what: str) -> None:
    """Skip aloud, or fail where nothing may be skipped."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but {what}")
    pytest.skip(what)


@pytest.fixture(autouse=True)
def _empty_cache():
    """The hub has a cache of its own; the tests' cache is not involved."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: $BROWSER_BIN, then one on the PATH, then Playwright's own."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django would refuse the database to every other test here.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        expect.set_options(timeout=15_000)  # what is waited for comes at once or not at all; machines may be slow
        with sync_playwright() as playwright:
            try:
                started = launch(playwright)
            except Error as error:
                unavailable(f"no browser starts (BROWSER_BIN names one): {error.message.splitlines()[0]}")
            yield started
            started.close()


@pytest.fixture(scope="session")
def hub(browser, tmp_path_factory) -> Iterator[Hub]:
    """The hub with its content, one for each process. Asked for after the browser: nothing is prepared in vain.

    E2E_DATA_DIR keeps what was prepared for the next run, for whoever writes such tests.
    """
    kept = os.environ.get("E2E_DATA_DIR")
    data_dir = Path(kept) if kept else tmp_path_factory.mktemp("hub") / "data"
    content = prepared.of_this_run()
    if content and not data_dir.exists():
        fill(data_dir, content)
    with running_hub(data_dir) as running:
        yield running


@pytest.fixture
def visit(browser, hub) -> Iterator[Callable[..., Visit]]:
    """visit(path, width=1280, scheme="light", js=True, **options): a first visit, in a profile of its own."""
    with ExitStack() as visits:
        yield lambda path, **options: visits.enter_context(visiting(browser, hub.url, **options)).go(path)


@pytest.fixture(scope="session")
def staff_state(browser, hub) -> dict:
    """The cookies of the demonstration's administrator, signed in by the form: visit(path, storage_state=...)."""
    with visiting(browser, hub.url, js=False) as seen:
        seen.page.goto(f"{hub.url}/account/login/")
        seen.page.get_by_label("Email address").fill(hub.staff_email)
        seen.page.get_by_label("Password").fill(hub.staff_password)
        seen.page.get_by_role("button", name="Sign in", exact=True).click()
        seen.page.wait_for_url(lambda url: "/account/login" not in url)
        return seen.page.context.storage_state()


@pytest.fixture(scope="session")
def html_errors() -> Callable[[Path], list[str]]:
    """html_errors(folder): what vnu, the checker of HTML, finds in the folder's files, one line each."""
    jar = os.environ.get("VNU_JAR", "")
    if not Path(jar).is_file() or not shutil.which("java"):
        unavailable("no vnu.jar or no java: VNU_JAR names the jar")

    def check(folder: Path) -> list[str]:
        command = [
            "java",
            *BRIEFLY,
            "-jar",
            jar,
            "--format",
            "json",
            "--errors-only",
            "--exit-zero-always",
            str(folder),
        ]
        told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True).stderr
        return [
            f"{Path(error['url']).name}: line {error.get('lastLine')}: {error['message']} {error.get('extract', '')!r}"
            for error in json.loads(told)["messages"]
            if error["type"] != "info"
        ]

    return check
