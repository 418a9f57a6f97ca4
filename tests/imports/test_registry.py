import pytest

from golab.accounts.models import User
from golab.imports import registry
from tests.imports.topics import TopicImporter


def test_importer_of_a_kind_is_registered_once(importer):
    assert registry.get("topics") is importer
    with pytest.raises(ValueError, match="'topics' is registered already"):
        registry.register(TopicImporter())


@pytest.mark.django_db
def test_importers_are_for_those_with_the_permission(importer, steward):
    assert registry.importers_for(steward) == [importer]
    assert registry.importers_for(User.objects.create_user("reader@example.org")) == []
