"""The data directory: secrets, logs, and where the database's files lie."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from golab.embedded.accounts import Account, can_enter, unprivileged
from golab.embedded.errors import Problem
from golab.embedded.launch import new_secret
from golab.embedded.places import make_passage, make_private
from golab.embedded.progress import say

POINTER_TEXT = """{place}

The database of this data directory lies in the directory above and not here: the hub was started as root,
PostgreSQL runs as an unprivileged user, and that user cannot walk down to this directory.
`make reset` deletes both.
"""
# Kept over restarts of the machine, and open for walking through.
PLACES_ELSEWHERE = (Path("/var/lib/golab-hub"), Path("/var/tmp/golab-hub"))  # noqa: S108


@dataclass(frozen=True)
class DataDir:
    """Paths below DATA_DIR; everything is private to its owner."""

    path: Path

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def pointer(self) -> Path:
        return self.path / "WHERE-THE-DATABASE-IS.txt"

    @property
    def password_file(self) -> Path:
        return self.path / "staff-password.txt"

    def make(self) -> None:
        """Make the directory and its rooms. Raises Problem when we may not."""
        is_new = not self.path.exists()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if is_new:
                # Root's PostgreSQL walks through, and everything inside is private by itself.
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for room in (self.logs, self.run):
                make_private(room, None)
                (room / ".writable").touch()
                (room / ".writable").unlink()
        except OSError as error:
            raise Problem(
                f"DATA_DIR {self.path} cannot be used ({error.strerror}): "
                "choose a directory that you own, such as `make run DATA_DIR=/some/dir`."
            ) from error

    def secret(self, file: Path) -> str:
        """The text of a secret file, which only its owner can read; generated on first use."""
        if not file.exists():
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as output:
                output.write(new_secret() + "\n")
        try:
            text = file.read_text().strip()
        except OSError as error:
            raise Problem(f"{file} cannot be read ({error.strerror}): run as the user who made it.") from error
        return text or self._renew(file)

    def _renew(self, file: Path) -> str:
        # A full disk can leave an empty file behind.
        file.unlink()
        return self.secret(file)

    def secret_key(self) -> str:
        """Django's SECRET_KEY of this data directory."""
        return self.secret(self.path / "secret-key.txt")

    def database_home(self) -> tuple[Path, Account | None]:
        """The directory of the database (made when missing) and the account that PostgreSQL runs as."""
        home = self.existing_home()
        account = unprivileged(existing=home / "data" if home else None)
        if home is None:
            home = self._new_home(account)
        return make_passage(home, account), account

    def existing_home(self) -> Path | None:
        """Where the database lies already, if it does."""
        if self.pointer.exists():
            home = Path(self.pointer.read_text().split("\n", 1)[0])
            if home.is_dir():
                return home
            say(f"  The database that lay in {home} has gone; starting with an empty one.")
            self.pointer.unlink()
        local = self.path / "postgres"
        return local if local.is_dir() else None

    def _new_home(self, account: Account | None) -> Path:
        if can_enter(self.path, account):
            return self.path / "postgres"
        for parent in PLACES_ELSEWHERE:
            try:
                make_passage(parent, account)
            except OSError:
                continue
            if can_enter(parent, account):
                home = Path(tempfile.mkdtemp(prefix="hub-", dir=parent))
                self.pointer.write_text(POINTER_TEXT.format(place=home))
                return home
        raise Problem(
            f"PostgreSQL runs as an unprivileged user, who can reach neither {self.path} nor "
            f"{PLACES_ELSEWHERE[0]}: choose a DATA_DIR that others may walk to, such as one below /srv."
        )

    def delete(self) -> None:
        """Remove the directory and a database that lies elsewhere."""
        home = self.existing_home()
        if home is not None:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.path)
