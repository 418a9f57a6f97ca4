import pytest

from golab.accounts.models import User
from golab.imports import registry
from tests.imports.topics import TopicImporter


@pytest.fixture
def importer(monkeypatch):
    """The topics importer, the only one for the length of a test: features have registered theirs."""
    monkeypatch.setattr(registry, "_importers", {})
    importer = TopicImporter()
    registry.register(importer)
    return importer


@pytest.fixture
def steward(db):
    return User.objects.create_superuser("steward@example.org", "a long enough password")
