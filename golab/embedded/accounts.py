"""Whom PostgreSQL runs as: it refuses root, so root hands it to `nobody`."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from golab.embedded.errors import Problem


@dataclass(frozen=True)
class Account:
    """A user and group by number."""

    uid: int
    gid: int

    def popen_arguments(self) -> dict:
        """What `subprocess` needs to start a program as this account and nothing more."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def unprivileged(existing: Path | None = None) -> Account | None:
    """The account for PostgreSQL, or None when we are an ordinary user already.

    Files that another ordinary account made stay with that account.
    """
    if os.geteuid() != 0:
        return None
    if existing is not None and existing.exists() and (owner := existing.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise Problem(
            "PostgreSQL refuses to run as root and this system has no user `nobody`: run as an ordinary user."
        ) from None
    return Account(nobody.pw_uid, nobody.pw_gid)


def can_enter(directory: Path, account: Account | None) -> bool:
    """Whether the account can reach and use the directory, tried and not guessed from mode bits."""
    if account is None:
        return os.access(directory, os.X_OK)
    finished = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(directory)],
        cwd="/",
        capture_output=True,
        check=False,
        **account.popen_arguments(),
    )
    return finished.returncode == 0


def can_execute(program: Path, account: Account | None) -> bool:
    """Whether the account can run the program (asked for its version)."""
    arguments = account.popen_arguments() if account else {}
    try:
        finished = subprocess.run([program, "--version"], cwd="/", capture_output=True, check=False, **arguments)
    except OSError:
        return False
    return finished.returncode == 0
