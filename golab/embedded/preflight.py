"""What is looked at before anything starts, so that a fault is one sentence and not a traceback."""

import errno
import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

from golab.embedded.errors import Problem

GIGABYTE = 1_000_000_000
OLDEST_POSTGRES = 15
SECONDS_TO_CONNECT = 5
SCHEMES = {"postgres", "postgresql", "pgsql"}


def check_disk(directory: Path, needed: int = GIGABYTE) -> None:
    """Raise Problem when the disk of the directory (or of its nearest parent) has too little room."""
    existing = next(place for place in (directory, *directory.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    if free < needed:
        raise Problem(
            f"Only {free // 1_000_000} MB are free on the disk of {directory} and the hub needs "
            f"{needed // 1_000_000} MB: free some space, or choose a DATA_DIR on another disk."
        )


def check_port(host: str, port: int) -> None:
    """Raise Problem when nobody can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise Problem(f"HOST is {host!r}, which is no address of this machine: use 127.0.0.1 or 0.0.0.0.") from None
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(1)
        except OSError as error:
            raise Problem(_why_no_port(error, host, port)) from error


def _why_no_port(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"Port {port} on {host} is in use by another program: "
            f"stop that one, or choose another port with `make run PORT={other}`."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is reserved for root: choose one above 1023, such as `make run PORT=8000`."
    return f"HOST is {host!r}, where this machine cannot listen ({error.strerror}): use 127.0.0.1 or 0.0.0.0."


def check_database(url: str) -> None:
    """Raise Problem unless PostgreSQL 15 or newer answers at the address. The password is never shown."""
    import dj_database_url
    import psycopg

    try:
        scheme = urlsplit(url).scheme
        parts = dj_database_url.parse(url) if scheme in SCHEMES else None
    except ValueError:
        parts = None
    if parts is None:
        raise Problem(
            "DATABASE_URL is no PostgreSQL address: write it as postgres://user:password@host:5432/database, "
            "or unset it to use the embedded database."
        )
    place = f"{parts['HOST'] or 'localhost'}:{parts['PORT'] or 5432}"
    try:
        with psycopg.connect(
            host=parts["HOST"] or None,
            port=parts["PORT"] or None,
            user=parts["USER"] or None,
            password=parts["PASSWORD"] or None,
            dbname=parts["NAME"] or None,
            **{"connect_timeout": SECONDS_TO_CONNECT, **parts.get("OPTIONS", {})},
        ) as connection:
            check_version(connection.info.server_version, place)
    except psycopg.Error as error:
        raise Problem(_why_no_database(str(error), place, parts)) from None


def check_version(number: int, place: str) -> None:
    """Raise Problem when a server's version number (150004 is 15.4) is too old."""
    if number < OLDEST_POSTGRES * 10_000:
        raise Problem(
            f"DATABASE_URL: the server at {place} is PostgreSQL {number // 10_000} and the hub needs "
            f"{OLDEST_POSTGRES} or newer: upgrade it, or unset DATABASE_URL to use the embedded database."
        )


def _why_no_database(message: str, place: str, parts: dict) -> str:
    if "password" in message:
        return (
            f"DATABASE_URL: the server at {place} refused the password of user {parts['USER']!r}: "
            "correct the user or the password."
        )
    if "does not exist" in message:
        return (
            f"DATABASE_URL: the server at {place} has no such user or database "
            f"({parts['USER']!r}, {parts['NAME']!r}): create it, or correct the address."
        )
    reason = message.rpartition("failed:")[2].strip().partition("\n")[0]
    return (
        f"DATABASE_URL: no PostgreSQL can be reached at {place} ({reason}): "
        "start it or correct the address, or unset DATABASE_URL to use the embedded database."
    )


def is_reachable(redis_url: str) -> bool:
    """Whether a Redis or Valkey answers at the address."""
    import redis

    try:
        with redis.Redis.from_url(redis_url, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False
