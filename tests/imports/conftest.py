import pytest

from golab.accounts.models import User
from golab.imports import registry
from tests.imports.topics import TopicImporter


@pytest.fixture
def importer():
    """The topics importer, registered for the length of a test."""
    importer = TopicImporter()
    registry.register(importer)
    yield importer
    registry.unregister(importer.kind)


@pytest.fixture
def steward(db):
    return User.objects.create_superuser("steward@example.org", "a long enough password")
