"""What tests of accounts share: mail that was written, and people who are signed in."""

import re

import pytest

from golab.notifications.models import OutgoingMessage
from tests.factories.accounts import UserFactory

CODE = re.compile(r"Your code is: (\S+)")


@pytest.fixture
def written(db):
    """All messages written so far, oldest first; `written()[-1]` is the last."""
    return lambda: list(OutgoingMessage.objects.order_by("created_at", "pk"))


@pytest.fixture
def last_code(written):
    """The code in the message written last."""
    return lambda: CODE.search(written()[-1].body_text)[1]


@pytest.fixture
def reader(db):
    return UserFactory()


@pytest.fixture
def reader_client(client, reader):
    client.force_login(reader)
    return client
