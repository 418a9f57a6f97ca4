"""`python -m golab.embedded run | with-servers ARGUMENTS_OF_PYTHON... | reset`: what the Makefile calls."""

import os
import shlex
import signal
import subprocess
import sys

from golab.embedded.datadir import DataDir
from golab.embedded.errors import Problem, Stopped
from golab.embedded.launch import CHECKOUT, Launch, data_dir, load_dotenv
from golab.embedded.progress import say
from golab.embedded.running import Notes, clear_up, is_running, only_one


def main(arguments: list[str]) -> int:
    """Do what is asked. Returns the exit status; what the reader can mend is one sentence on standard error."""
    commands = {"run": run, "with-servers": with_servers, "reset": reset}
    if not arguments or arguments[0] not in commands:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    load_dotenv()
    try:
        return commands[arguments[0]](arguments[1:])
    except Problem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def run(_: list[str]) -> int:
    """The hub, until Ctrl-C."""
    from golab.embedded.supervisor import Supervisor

    Supervisor(Launch.from_environment(os.environ)).run()
    return 0


def with_servers(words: list[str]) -> int:
    """Python on a script or module, with the servers of a running hub or with servers started just for it."""
    from golab.embedded.servers import Servers

    launch = Launch.from_environment(os.environ)
    place = DataDir(launch.data_dir)
    place.make()
    notes = Notes(place.run)
    if is_running(place.run):
        state = notes.read()
        env = launch.environment(
            database_url=launch.database_url or state.get("database_url", ""),
            redis_url=launch.redis_url or state.get("redis_url", ""),
            secret_key=launch.secret_key or place.secret_key(),
        )
        return _python(words, env)
    signal.signal(signal.SIGTERM, _raise_stopped)
    with only_one(place.run, notes):
        clear_up(notes.read())
        servers = Servers(launch, place, notes)
        notes.update(pid=os.getpid())
        try:
            servers.start()
            return _python(words, servers.environment())
        except (Stopped, KeyboardInterrupt):
            return 130
        finally:
            servers.stop()
            notes.clear()


def _raise_stopped(*_: object) -> None:
    raise Stopped


def _python(words: list[str], env: dict[str, str]) -> int:
    # It is in the foreground and Ctrl-C is for it (a shell takes it as "forget this line").
    # A handler, unlike SIG_IGN, is not inherited.
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run([sys.executable, *words], env=env, cwd=CHECKOUT, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, previous)


def reset(_: list[str]) -> int:
    """Delete the data directory after naming it. Refuses while the hub runs on it."""
    place = DataDir(data_dir(os.environ))
    if not place.path.exists():
        say(f"There is nothing to delete: {place.path} does not exist.")
        return 0
    if not (place.run.is_dir() and place.logs.is_dir()):
        raise Problem(f"{place.path} is no data directory of the hub: name the right one with DATA_DIR.")
    if is_running(place.run):
        raise Problem(f"The hub is running on {place.path}: stop it first with Ctrl-C, then reset.")
    home = place.existing_home()
    elsewhere = f" and its database in {home}" if home and not home.is_relative_to(place.path) else ""
    say(f"This deletes {place.path}{elsewhere}: database, uploads, messages, staff password.")
    if os.environ.get("YES") != "1":
        try:
            answer = input("Type yes to go on: ")
        except EOFError:
            raise Problem(f"Nobody answered: use `make reset YES=1 DATA_DIR={shlex.quote(str(place.path))}`.") from None
        if answer.strip().lower() != "yes":
            say("Nothing was deleted.")
            return 1
    with only_one(place.run, Notes(place.run)):
        clear_up(Notes(place.run).read())
        place.delete()
    say("Deleted.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
