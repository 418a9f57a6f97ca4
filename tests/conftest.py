"""Fixtures that every test may use; each room's own stand in its conftest.py."""

import pytest
from django.conf import settings
from django.core.cache import cache
from xdist.scheduler import LoadScopeScheduling

from tests.servers import own_postgres, own_valkey  # noqa: F401 (fixtures for tests that break a server)

# What shares a running hub. They take longest and begin first, and wait for the content while others work.
HUBS = {
    "pages in a browser": ("tests/e2e/test_pages.py", "tests/e2e/test_html.py", "tests/e2e/test_print.py"),
    "jobs in a browser": ("tests/e2e/",),
}
# Their tests commit and flush: what migrations put in is gone for whatever this process runs after them.
LAST = ("test_races.py", "test_faults.py")


class ByModule(LoadScopeScheduling):
    """Each module on one process, for what its tests share, and so are those on one hub; the largest first.

    Our own, because xdist 3.8 does not see its marks for groups under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return next((hub for hub, places in HUBS.items() if module.startswith(places)), module)

    def _assign_work_unit(self, node: object) -> None:
        for scope in [scope for scope in HUBS if scope in self.workqueue]:
            self.workqueue.move_to_end(scope, last=False)
        for scope in [scope for scope in self.workqueue if scope.endswith(LAST)]:
            self.workqueue.move_to_end(scope)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByModule:
    """What `-n` uses, whatever `--dist` says."""
    return ByModule(config, log)


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test sees what another cached."""
    cache.clear()


@pytest.fixture
def shared_dir():
    """The folder of data beside the project; tests that need it are skipped aloud without it."""
    if not settings.SHARED_DIR.is_dir():
        if settings.REQUIRE_SHARED:
            pytest.fail(f"REQUIRE_SHARED is set, but there is no folder {settings.SHARED_DIR}")
        pytest.skip(f"no folder {settings.SHARED_DIR}: set SHARED_DIR to run this test")
    return settings.SHARED_DIR
