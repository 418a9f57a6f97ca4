"""What was asked for: address, data directory and servers, read from the environment and `.env`."""

import ipaddress
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from golab.embedded.errors import Problem

CHECKOUT = Path(__file__).resolve().parent.parent.parent
STAFF_EMAIL = "staff@example.org"  # of the demonstration
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
NO = {"0", "false", "no", "off", "n", "f"}
YES = {"1", "true", "yes", "on", "y", "t"}


@dataclass(frozen=True)
class Launch:
    """One start of the hub. `database_url` and `redis_url` are empty where the embedded servers are meant."""

    host: str
    port: int
    data_dir: Path
    database_url: str
    redis_url: str
    secret_key: str
    is_demo: bool

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Launch":
        """Read and check. Raises Problem for what cannot work."""
        database_url = environ.get("DATABASE_URL", "")
        is_demo = _flag(environ, "DEMO", default=not database_url)
        if is_demo and database_url:
            raise Problem(
                "DEMO=1 opens example accounts and works only with the embedded database: "
                "unset DEMO, or unset DATABASE_URL."
            )
        if database_url and not environ.get("SECRET_KEY"):
            raise Problem(
                "SECRET_KEY is not set, and with a DATABASE_URL of your own none is made up: "
                "set it to 50 random characters, as .env.example shows."
            )
        return cls(
            host=environ.get("HOST", "").strip("[]") or DEFAULT_HOST,
            port=_port(environ.get("PORT", "") or str(DEFAULT_PORT)),
            data_dir=data_dir(environ),
            database_url=database_url,
            redis_url=environ.get("REDIS_URL", ""),
            secret_key=environ.get("SECRET_KEY", ""),
            is_demo=is_demo,
        )

    @property
    def bind(self) -> str:
        """The address in gunicorn's notation."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the hub."""
        try:
            everywhere = ipaddress.ip_address(self.host).is_unspecified
        except ValueError:
            everywhere = False
        return f"http://{DEFAULT_HOST}:{self.port}" if everywhere else f"http://{self.bind}"

    def environment(self, *, database_url: str, redis_url: str, secret_key: str) -> dict[str, str]:
        """The environment in which Django's processes run."""
        return {
            **os.environ,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]),
            "DJANGO_SETTINGS_MODULE": "golab.settings",
            "PYTHONUNBUFFERED": "1",
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": secret_key,
            "DEMO": "1" if self.is_demo else "0",
            "HOST": self.host,
            "PORT": str(self.port),
            "SITE_URL": os.environ.get("SITE_URL") or self.address,
        }


def load_dotenv() -> None:
    """Add what `.env` in the checkout says and the environment does not."""
    from environs import Env

    Env().read_env(CHECKOUT / ".env", recurse=False)


def data_dir(environ: Mapping[str, str]) -> Path:
    """DATA_DIR as an absolute path; `.data` in the checkout by default."""
    chosen = environ.get("DATA_DIR", "")
    return (Path.cwd() / Path(chosen).expanduser()).resolve() if chosen else CHECKOUT / ".data"


def new_secret() -> str:
    """Random text for a key or a password, safe in files and addresses."""
    return secrets.token_urlsafe(24)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise Problem(f"PORT is {text!r}, which is no port: choose a number from 1 to 65535, such as {DEFAULT_PORT}.")
    return int(text)


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environ.get(name, "").strip().lower()
    if not text:
        return default
    if text not in YES | NO:
        raise Problem(f"{name} is {text!r}: set it to 1 or 0.")
    return text in YES
