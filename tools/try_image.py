"""Run the Dockerfile's steps and what docker-compose.yml starts, without Docker: `make try-image`.

Everything happens in a directory that stands for the image, in the virtual environment that the steps make there, on
a throwaway PostgreSQL and Valkey, and without privileges. What only Docker can show (the base image, users, networks,
volumes, a file system that is read-only) is not tried.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from golab.embedded.accounts import Account, can_execute, unprivileged
from golab.embedded.processes import Child, wait_until
from golab.embedded.progress import say, step
from golab.embedded.valkey import Valkey
from tests.servers import throwaway_place, throwaway_postgres, throwaway_valkey
from tools.dockerfile import CHECKOUT, Instruction, ignore_rules, instructions, is_sent

PLACES = re.compile(r"(?<![\w.])/(?=(?:opt/venv|app|srv/hub|tmp)\b)")
SECONDS_TO_BE_HEALTHY = 90


@dataclass
class Image:
    """A directory in the place of the image's root, and what the last stage leaves for its programs."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)
    workdir: str = "/"
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)

    def here(self, text: str) -> str:
        """The same with the image's paths in our directory."""
        return PLACES.sub(f"{self.root}/", text)

    def build(self, steps: list[Instruction]) -> None:
        """Every instruction in order. Raises CalledProcessError for a step that fails."""
        self._stand_in_for_the_base()
        for instruction in steps:
            getattr(self, f"_{instruction.name.lower()}", self._nothing)(instruction)

    def _stand_in_for_the_base(self) -> None:
        """`python` and `pip`, as the base image has them on its PATH."""
        programs = self.root / "usr/local/bin"
        programs.mkdir(parents=True)
        (self.root / "tmp").mkdir(mode=0o777)
        (self.root / "tmp").chmod(0o1777)
        (programs / "python").symlink_to(_system_python())
        (programs / "pip").write_text(f'#!/bin/sh\nexec {sys.executable} -m pip -q --disable-pip-version-check "$@"\n')
        (programs / "pip").chmod(0o755)

    @property
    def path(self) -> str:
        return f"{self.root}/usr/local/bin:/usr/bin:/bin"

    def _nothing(self, instruction: Instruction) -> None:
        """ARG, FROM and EXPOSE do nothing here."""

    def _workdir(self, instruction: Instruction) -> None:
        self.workdir = self.here(instruction.text)
        Path(self.workdir).mkdir(parents=True, exist_ok=True)

    def _run(self, instruction: Instruction) -> None:
        if instruction.text.startswith("useradd"):
            say(f"  not run here: {instruction.text}")
            return
        with step(f"RUN {instruction.text[:90]}"):
            subprocess.run(
                ["sh", "-ec", self.here(instruction.text)],
                cwd=self.workdir,
                env={"PATH": self.path, "HOME": str(self.root), **_of_pip()},
                check=True,
            )

    def _copy(self, instruction: Instruction) -> None:
        *sources, target = (self.here(word) for word in instruction.words)
        if "from" in instruction.options:  # both stages are this one directory
            if sources != [target] or not Path(target).exists():
                raise FileNotFoundError(f"COPY {instruction.text}: no stage before has made that")
            return
        for name in _committed():
            if is_sent(name, ignore_rules()) and (sources == ["."] or name in sources):
                copy = Path(self.workdir, name)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(CHECKOUT / name, copy)

    def _env(self, instruction: Instruction) -> None:
        for word in instruction.words:
            name, _, value = word.partition("=")
            self.env[name] = self.here(value).replace("$PATH", self.path)

    def _healthcheck(self, instruction: Instruction) -> None:
        self.healthcheck = _words(self, re.sub(r"^CMD ", "", instruction.text))

    def _cmd(self, instruction: Instruction) -> None:
        self.command = instruction.words


def _system_python() -> Path:
    """A Python outside any virtual environment that the unprivileged account may run too."""
    found = (
        Path(os.path.realpath(program)) for program in (sys._base_executable, shutil.which("python3", path="/usr/bin"))
    )
    account = unprivileged() or Account(os.getuid(), os.getgid())
    return next(program for program in found if can_execute(program, account))


def _words(image: Image, text: str) -> list[str]:
    return [image.here(word) for word in yaml.safe_load(text)]


def _of_pip() -> dict[str, str]:
    """How this machine reaches its package index is its own affair."""
    return {name: value for name, value in os.environ.items() if re.match(r"PIP_|SSL_|\w+_proxy$", name, re.IGNORECASE)}


def _committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name and (CHECKOUT / name).is_file()]


class Deployment:
    """The services of the compose file that are ours, started from the image's directory."""

    def __init__(self, image: Image, services: dict, env: dict[str, str]) -> None:
        self.image, self.services, self.account = image, services, unprivileged()
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.env = {**image.env, **env, "HOSTNAME": os.uname().nodename, "PORT": str(self.port)}

    def run(self, *words: str) -> None:
        """One command to its end."""
        with step(" ".join(words)):
            child = self.start(words[-1], list(words))
            child.process.wait()
        if child.process.returncode:
            raise SystemExit(f"{' '.join(words)} failed:\n{child.log.read_text()[-2000:]}")

    def start(self, name: str, command: list[str]) -> Child:
        """A program in the background, as somebody without privileges."""
        command = [self.image.here(word).replace("0.0.0.0:8000", f"127.0.0.1:{self.port}") for word in command]
        program = shutil.which(command[0], path=self.env["PATH"])
        log = self.image.root / "tmp" / f"{name}.log"
        child = Child(name, [program, *command[1:]], self.env, log, account=self.account, cwd=Path(self.image.workdir))
        child.start()
        return child

    def serve(self) -> None:
        """Web, worker and beat until each is healthy, and what a reader gets."""
        children = {name: self.start(name, self.services[name].get("command", self.image.command)) for name in PARTS}
        try:
            for name, child in children.items():
                self.wait_for(name, child)
            for address in ("/", "/library/", "/static/css/tokens.css", "/healthz/deep"):
                self.fetch(address)
        finally:
            for name, child in reversed(children.items()):
                begun = time.monotonic()
                child.stop(30)
                say(f"  {name} stopped in {time.monotonic() - begun:.1f} s, exit status {child.process.returncode}")

    def wait_for(self, name: str, child: Child) -> None:
        """Ask the service's own health check until it says yes."""
        kind, *test = self.services[name].get("healthcheck", {}).get("test") or ["CMD", *self.image.healthcheck]
        command = [self.image.here(word).replace("$$", "$") for word in test]
        shell = kind == "CMD-SHELL"

        def is_healthy() -> bool:
            asked = subprocess.run(
                command[0] if shell else command, shell=shell, env=self.env, cwd=self.image.workdir, capture_output=True
            )  # fmt: skip
            return asked.returncode == 0 or child.has_died()

        with step(f"{name}: {' '.join(command)}"):
            if not wait_until(is_healthy, SECONDS_TO_BE_HEALTHY) or child.has_died():
                raise SystemExit(f"{name} is not healthy:\n{child.log.read_text()[-2000:]}")

    def fetch(self, address: str) -> None:
        """One answer by the name that the hub answers to. Raises HTTPError for an error page."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", headers={"Host": "hub.example.org"})
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310 (our own server)
            say(f"  {response.status} {address}: {len(response.read()) / 1000:.1f} kB")


PARTS = ("web", "worker", "beat")


def open_to(account: Account | None, valkey: Valkey) -> None:
    """Let the unprivileged account reach the server's socket, which is its owner's alone."""
    if account:
        for path in (valkey.socket, valkey.sockets):
            shutil.chown(path, account.uid, account.gid)


def sizes(root: Path) -> None:
    """What the last stage adds to the base image."""
    for place in ("opt/venv", "app", "srv/hub"):
        used = sum(
            path.stat().st_size for path in (root / place).rglob("*") if path.is_file() and not path.is_symlink()
        )
        say(f"  /{place}: {used / 1e6:.0f} MB")


def main() -> int:
    """Build, migrate, load, serve. Returns 0 when everything answered."""
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    with throwaway_place() as root, throwaway_postgres() as postgres, throwaway_valkey() as valkey:
        root.chmod(0o755)
        image = Image(root)
        image.build(instructions((CHECKOUT / "Dockerfile").read_text()))
        sizes(root)
        env = {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "SECRET_KEY": "only-to-try-the-image",
            "SITE_URL": "https://hub.example.org",
            "ALLOWED_HOSTS": "hub.example.org",
            "EMAIL_URL": "smtp://127.0.0.1:9",
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        deployment = Deployment(image, services, env)
        open_to(deployment.account, valkey)
        if deployment.account:
            shutil.chown(root / "srv/hub/media", deployment.account.uid, deployment.account.gid)
        deployment.run(*services["migrate"]["command"])
        deployment.run("python", "manage.py", "load_demo")
        deployment.serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
