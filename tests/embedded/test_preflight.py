import socket

import psycopg
import pytest

from golab.embedded import preflight
from golab.embedded.errors import Problem


def test_check_disk_with_too_little_room_says_how_much_there_is(tmp_path):
    with pytest.raises(Problem, match=r"Only \d+ MB are free on the disk of .*new"):
        preflight.check_disk(tmp_path / "new" / "dir", needed=10**18)


def test_check_disk_with_room_passes(tmp_path):
    preflight.check_disk(tmp_path, needed=1)


def test_check_port_in_use_suggests_another():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(Problem, match=f"Port {port} on 127.0.0.1 is in use"):
            preflight.check_port("127.0.0.1", port)
    preflight.check_port("127.0.0.1", port)


def test_check_port_on_foreign_address_says_so():
    with pytest.raises(Problem, match="where this machine cannot listen"):
        preflight.check_port("203.0.113.9", 8000)


def test_check_database_unreachable_names_the_place_and_not_the_password():
    with pytest.raises(Problem, match="no PostgreSQL can be reached at 127.0.0.1:1 ") as caught:
        preflight.check_database("postgres://hub:geheim@127.0.0.1:1/hub")
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["mysql://u:p@h/d", "nonsense", "postgres://h:port/d", "sqlite:///x.db"])
def test_check_database_of_another_kind_shows_how_to_write_one(url):
    with pytest.raises(Problem, match="is no PostgreSQL address"):
        preflight.check_database(url)


@pytest.mark.parametrize(("number", "good"), [(140012, False), (150000, True), (180006, True)])
def test_check_version_wants_fifteen(number, good):
    if good:
        preflight.check_version(number, "h:5432")
    else:
        with pytest.raises(Problem, match="is PostgreSQL 14 and the hub needs 15 or newer"):
            preflight.check_version(number, "h:5432")


@pytest.mark.fault
def test_check_database_answers_for_password_role_and_database(own_postgres):
    preflight.check_database(own_postgres.url)
    with pytest.raises(Problem, match="no such user or database"):
        preflight.check_database(own_postgres.url.replace("golab@", "nobody-here@"))
    with pytest.raises(Problem, match="no such user or database"):
        preflight.check_database(own_postgres.url + "_missing")

    with psycopg.connect(own_postgres.url, autocommit=True) as connection:
        connection.execute("CREATE ROLE hub LOGIN PASSWORD 'right'")
        (own_postgres.data / "pg_hba.conf").write_text("local all hub scram-sha-256\nlocal all golab trust\n")
        connection.execute("SELECT pg_reload_conf()")
    # A new session, opened by the reloaded server
    with psycopg.connect(own_postgres.url) as connection:
        connection.execute("SELECT 1")
    with pytest.raises(Problem, match="refused the password of user 'hub'"):
        preflight.check_database(own_postgres.url.replace("golab@", "hub:wrong@"))
    preflight.check_database(own_postgres.url.replace("golab@", "hub:right@"))


@pytest.mark.fault
def test_is_reachable_knows_a_server_from_none(own_valkey):
    assert preflight.is_reachable(own_valkey.url)
    own_valkey.stop()
    assert not preflight.is_reachable(own_valkey.url)
    assert not preflight.is_reachable("nonsense")
