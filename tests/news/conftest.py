"""Fixtures for this room: those of events."""

from tests.events.conftest import _made_once, _publish_lightly, clock, db, site_root  # noqa: F401
