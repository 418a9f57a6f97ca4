"""Where the embedded servers keep their sockets: short, private, and gone when they stop."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from golab.embedded.accounts import Account, can_enter
from golab.embedded.errors import Problem

LONGEST_SOCKET_PATH = 107
LONGEST_NAME = len("/postgres/.s.PGSQL.5432.lock")


def make_private(directory: Path, account: Account | None) -> Path:
    """A directory that only the account (or we) can enter; made when missing."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if account:
        shutil.chown(directory, account.uid, account.gid)
    return directory


def make_passage(directory: Path, account: Account | None) -> Path:
    """A directory of ours that the account can walk through but not read; made when missing."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o711 if account else 0o700)
    return directory


def new_temporary(account: Account | None, prefix: str = "golab-") -> Path:
    """A fresh directory with a short, plain path which we own and the account can walk through."""
    for parent in (tempfile.gettempdir(), "/tmp", "/var/tmp"):  # noqa: S108
        is_plain = re.fullmatch(r"[\w./-]+", parent)
        if not is_plain or len(parent) + len("/golab-12345678") + LONGEST_NAME > LONGEST_SOCKET_PATH:
            continue
        if os.access(parent, os.W_OK | os.X_OK) and can_enter(Path(parent), account):
            return make_passage(Path(tempfile.mkdtemp(prefix=prefix, dir=parent)), account)
    raise Problem("There is no directory for temporary files: set TMPDIR to a short path that you may write to.")
