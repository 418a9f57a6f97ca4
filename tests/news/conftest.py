"""Fixtures for this room: those of events."""

from tests.events.conftest import _made_once, clock, db, site_root  # noqa: F401
