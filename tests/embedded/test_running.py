import os
import signal
import subprocess
import sys

import pytest

from golab.embedded.errors import Problem
from golab.embedded.processes import session_members, started, wait_until
from golab.embedded.running import Notes, clear_up, is_running, only_one


def test_only_one_refuses_the_second_and_says_where_the_first_is(tmp_path):
    notes = Notes(tmp_path)
    with only_one(tmp_path, notes):
        notes.update(pid=4711, address="http://127.0.0.1:8123")
        assert is_running(tmp_path)
        with (
            pytest.raises(Problem, match=r"already running on .* at http://127.0.0.1:8123/ \(process 4711\)"),
            only_one(tmp_path, notes),
        ):
            pytest.fail("two ran at once")
    assert not is_running(tmp_path)
    assert not (tmp_path / "lock").exists()


def test_only_one_is_free_again_after_its_holder_was_killed(tmp_path):
    script = (
        "import pathlib, sys, time; from golab.embedded.running import *\n"
        "run = pathlib.Path(sys.argv[1])\n"
        "with only_one(run, Notes(run)): print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE)
    try:
        assert holder.stdout.readline() == b"held\n"
        assert is_running(tmp_path)
    finally:
        holder.kill()
        holder.communicate()
    with only_one(tmp_path, Notes(tmp_path)):
        assert is_running(tmp_path)


def test_notes_survive_and_are_private(tmp_path):
    notes = Notes(tmp_path)
    notes.update(sockets="/nowhere")
    notes.child("web", os.getpid(), signal.SIGTERM)
    found = Notes(tmp_path).read()
    assert found["children"]["web"] == {"pid": os.getpid(), "started": started(os.getpid()), "signal": 15}
    assert notes.file.stat().st_mode & 0o077 == 0
    notes.file.write_text("{broken")
    assert notes.read() == {}


def test_clear_up_ends_what_was_left_and_removes_its_sockets(tmp_path, sleeper, place):
    sleeper.start()
    assert wait_until(lambda: "ready" in sleeper.log.read_text(), 10)
    notes = Notes(tmp_path)
    notes.update(sockets=str(place))
    notes.child("worker", sleeper.pid, signal.SIGTERM)
    clear_up(notes.read())
    assert wait_until(sleeper.has_died, 1)
    assert not list(session_members(sleeper.pid))
    assert not place.exists()


def test_clear_up_ends_children_of_a_leader_that_is_gone(tmp_path, sleeper):
    sleeper.start()
    assert wait_until(lambda: "ready" in sleeper.log.read_text(), 10)
    notes = Notes(tmp_path)
    notes.child("worker", sleeper.pid, signal.SIGTERM)
    os.kill(sleeper.pid, signal.SIGKILL)
    sleeper.process.wait()
    assert len(list(session_members(sleeper.pid))) == 1
    clear_up(notes.read())
    assert wait_until(lambda: not list(session_members(sleeper.pid)), 5)


def test_clear_up_spares_a_stranger_with_the_same_number(tmp_path, sleeper):
    sleeper.start()
    state = {"children": {"worker": {"pid": sleeper.pid, "started": "another boot 1", "signal": 15}}}
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        state["children"]["worker"]["pid"] = stranger.pid
        clear_up(state)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_clear_up_leaves_a_directory_that_is_not_ours(tmp_path):
    clear_up({"children": {}, "sockets": str(tmp_path)})
    assert tmp_path.exists()
