"""Fixtures that every test may use; each room's own stand in its conftest.py."""

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.servers import own_postgres, own_valkey  # noqa: F401 (fixtures for tests that break a server)


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
