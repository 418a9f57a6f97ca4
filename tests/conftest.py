"""Fixtures that every test may use; each room's own stand in its conftest.py."""

import gc

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.models.signals import post_migrate
from wagtail.signal_handlers import connect_reference_index_signal_handlers, disconnect_reference_index_signal_handlers
from xdist.scheduler import LoadScopeScheduling

from tests.restored import restore_instead_of_flushing
from tests.servers import own_postgres, own_valkey  # noqa: F401 (fixtures for tests that break a server)

# The tests in a browser share one running hub. Like the modules after them they take long, and so begin first: no
# process is to end long after the others.
BROWSER = "tests/e2e/"
LONGEST = (
    BROWSER,
    "tests/surgeries/test_faults.py",
    "tests/ops/test_roles_in_the_cms.py",
    "tests/sibdb/test_indigo.py",
    "tests/sibdb/test_canaries.py",
    "tests/notifications/test_faults.py",
    "tests/embedded/test_supervisor.py",
    "tests/ops/test_faults.py",
    "tests/content/test_query_counts.py",
    "tests/content/test_pages.py",
)


class ByModule(LoadScopeScheduling):
    """Each module on one process, for what its tests share, and all that share the hub; the longest first.

    Our own, because xdist 3.8 does not see its marks for groups under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        return BROWSER if module.startswith(BROWSER) else module

    def _assign_work_unit(self, node: object) -> None:
        for scope in reversed(LONGEST):
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByModule:
    """What `-n` uses, whatever `--dist` says."""
    return ByModule(config, log)


def pytest_collection_finish() -> None:
    """Look no more for garbage in what every module brought: a million things that stay. And look seldom: what a test
    leaves behind is little, and each look costs more than it frees.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


@pytest.fixture(autouse=True, scope="session")
def _restore_instead_of_flushing():
    """Tests that commit leave what they found."""
    restore_instead_of_flushing()


@pytest.fixture(autouse=True, scope="session")
def _publish_lightly():
    """Neither the CMS's search index nor its index of references: they take twice as long as publishing itself."""
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
    post_migrate.disconnect(connect_reference_index_signal_handlers)
    disconnect_reference_index_signal_handlers()


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
