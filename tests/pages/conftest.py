"""Fixtures for pages."""

import pytest

from tests.factories.pages import HomePageFactory


@pytest.fixture
def site_root(db):
    """The home page, at the root of the default site."""
    return HomePageFactory()
