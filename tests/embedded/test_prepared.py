from pathlib import Path

import psycopg
import pytest
from django.apps import apps

from golab.embedded.prepared import fingerprint, migration_files, state, static_files


def test_fingerprint_changes_with_files_and_words(tmp_path):
    file = tmp_path / "a.css"
    file.write_text("a")
    first = fingerprint([file], "x")
    assert first == fingerprint([file], "x")
    assert first != fingerprint([file], "y")
    file.write_text("ab")
    assert first != fingerprint([file], "x")
    assert first != fingerprint([], "x")


def test_files_of_the_project_are_found():
    with_some = [Path(app.path) for app in apps.get_app_configs() if Path(app.path, "migrations").is_dir()]
    ours = {path for path in with_some if "site-packages" not in path.parts}
    assert {path.parent.parent for path in migration_files()} == ours
    assert any(path.suffix == ".css" for path in static_files())


@pytest.mark.fault
def test_state_changes_with_the_database_the_collected_files_and_the_demonstration(own_postgres, tmp_path):
    def now(*, is_demo=True):
        return state(database_url=own_postgres.url, static_root=tmp_path, is_demo=is_demo)

    empty = now()
    with psycopg.connect(own_postgres.url) as connection:
        connection.execute("CREATE TABLE django_migrations (id int, applied timestamptz)")
        connection.execute("INSERT INTO django_migrations VALUES (1, '2026-11-09')")
    migrated = now()
    (tmp_path / "staticfiles.json").write_text("{}")
    collected = now()
    assert len({empty, migrated, collected, now(is_demo=False)}) == 4
    assert collected == now()
    with psycopg.connect(own_postgres.url) as connection:
        connection.execute("UPDATE django_migrations SET applied = '2026-11-10'")  # as after a restore
    assert collected != now()
