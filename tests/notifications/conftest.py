"""The outbox's own fixtures: a mail server, kinds of message for tests, and a settled time."""

import socket

import pytest

from golab.notifications import kinds, nudge
from golab.notifications.kinds import MessageKind
from tests.factories.notifications import WRITTEN
from tests.servers import own_valkey  # noqa: F401 (a fixture)
from tests.smtp import smtp_sink


def is_about_something_live(message, now) -> bool:
    """Relevance for tests: a message about a "gone" subject is no longer needed, a "broken" one cannot be asked."""
    if message.subject_kind == "broken":
        raise LookupError("the subject's table is missing")
    return message.subject_kind != "gone"


RECEIPT = MessageKind("test_receipt", label="Receipt", wording="account_sign_in", why="you asked for it")
REMINDER = MessageKind(
    "test_reminder",
    label="Reminder",
    wording="booking_no_show",
    scope="reminders",
    still_relevant=is_about_something_live,
)


@pytest.fixture(autouse=True)
def _kinds_for_tests(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, RECEIPT.name: RECEIPT, REMINDER.name: REMINDER})
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)


@pytest.fixture
def now():
    return WRITTEN


@pytest.fixture
def sink(settings):
    """A mail server that the outbox talks to over real SMTP."""
    with smtp_sink() as server:
        settings.OUTBOX_EMAIL_BACKEND = "golab.notifications.backends.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 5
        yield server


@pytest.fixture
def silent_port():
    """A port where connections are taken and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
