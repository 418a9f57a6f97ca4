"""Fixtures for pages."""

import pytest

from tests.factories.pages import HomePageFactory, lightly


@pytest.fixture(autouse=True)
def _publish_lightly():
    with lightly():
        yield


@pytest.fixture
def site_root(db):
    """The home page, at the root of the default site."""
    return HomePageFactory()
