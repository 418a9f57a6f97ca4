"""Fixtures for projects and prices."""

import pytest

from tests.factories.pages import lightly


@pytest.fixture(autouse=True)
def _publish_lightly():
    with lightly():
        yield
