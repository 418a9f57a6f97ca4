import gc

import pytest
from django.core.management import call_command

from golab.ops.management.commands import migrate


@pytest.mark.django_db
def test_collector_is_lazy_only_while_migrating(monkeypatch):
    seen, before = [], gc.get_threshold()
    monkeypatch.setattr(migrate.migrate.Command, "handle", lambda *args, **options: seen.append(gc.get_threshold()[0]))
    call_command("migrate", verbosity=0)
    assert seen == [migrate.OBJECTS]
    assert gc.get_threshold() == before
