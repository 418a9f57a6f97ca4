"""A mail server in a process of its own that takes everything: `python -m bench.sink FILE`.

Prints its port, and writes the Message-ID of each message as a line of FILE. Stops with its standard input.
"""

import asyncio
import email
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Counter:
    """Writes down what came."""

    def __init__(self, file: Path) -> None:
        self.lines = file.open("w", buffering=1)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        self.lines.write(email.message_from_bytes(envelope.content)["Message-ID"] + "\n")
        return "250 OK"


async def serve(file: Path) -> None:
    """Until nobody holds our standard input any more."""
    handler, loop = Counter(file), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
