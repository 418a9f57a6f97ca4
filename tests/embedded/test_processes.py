import os
import signal
import sys

from golab.embedded.processes import Child, session_members, started, wait_until


def _is_ready(child):
    return wait_until(lambda: "ready" in child.log.read_text(), 10)


def test_started_tells_a_process_from_its_number():
    assert started(os.getpid()) == started(os.getpid())
    assert started(os.getpid()) != started(os.getppid())
    assert started(2**22 + 1) is None


def test_stop_ends_the_program_and_what_it_started(sleeper):
    sleeper.start()
    assert _is_ready(sleeper)
    assert len(list(session_members(sleeper.pid))) == 2
    assert sleeper.stop(5) is True
    assert wait_until(lambda: not list(session_members(sleeper.pid)), 5)


def test_has_died_after_a_kill_leaves_no_orphan(sleeper):
    sleeper.start()
    assert _is_ready(sleeper)
    assert not sleeper.has_died()
    os.kill(sleeper.pid, signal.SIGKILL)
    assert wait_until(sleeper.has_died, 5)
    assert wait_until(lambda: not list(session_members(sleeper.pid)), 5)
    assert sleeper.process.returncode == -signal.SIGKILL


def test_stop_insists_when_the_program_does_not_listen(tmp_path):
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True)\n"
    child = Child("deaf", [sys.executable, "-c", script + "time.sleep(60)"], env={}, log=tmp_path / "deaf.log")
    child.start()
    assert _is_ready(child)
    assert child.stop(0.2) is False
    assert child.has_died()


def test_start_sets_a_big_log_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("golab.embedded.processes.LOG_LIMIT", 10)
    log = tmp_path / "x.log"
    log.write_text("a long story so far")
    child = Child("x", [sys.executable, "-c", "print('new')"], env={}, log=log)
    child.start()
    child.process.wait()
    assert (log.read_text(), (tmp_path / "x.log.1").read_text()) == ("new\n", "a long story so far")
