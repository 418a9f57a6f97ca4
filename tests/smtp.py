"""A real mail server for tests that can refuse, put off, hang and hang up.

with smtp_sink() as sink:
    sink.answer_to["bad@example.org"] = "550 5.1.1 No such user"
    sink.answer_to_data = "451 4.3.0 Try later"
    sink.at_data = Fault.HANG
"""

import asyncio
import email
import email.policy
import logging
import threading
from contextlib import contextmanager
from email.message import EmailMessage
from enum import Enum

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.WARNING)  # else four lines for each message


class Fault(Enum):
    """What goes wrong at a point of the conversation."""

    HANG = "says nothing until the sink closes"
    DROP = "closes the connection without a word"
    WAIT = "answers when the test says so (`go_on`)"


class FreePortController(Controller):
    """Listens on whichever port is free, and learns which before it makes its trial connection."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Sink:
    """What the server does, and what it took. Counts a message as taken before any fault after its text."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer_to: dict[str, str] = {}
        self.answer_to_data = ""
        self.at_greeting: Fault | None = None
        self.at_data: Fault | None = None
        self.is_reached = threading.Event()  # a client is in the conversation
        self.has_text = threading.Event()  # the text of a message has arrived
        self.go_on = threading.Event()
        self.controller: Controller | None = None

    @property
    def port(self) -> int:
        return self.controller.port

    @property
    def recipients(self) -> list[str]:
        return sorted(message["To"] for message in self.taken)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.is_reached.set()
        await self._fault(self.at_greeting, server)
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.answer_to.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.answer_to_data:
            return self.answer_to_data
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.has_text.set()
        await self._fault(self.at_data, server)
        return "250 OK"

    async def _fault(self, fault: Fault | None, server) -> None:
        if fault is Fault.HANG:
            await asyncio.Event().wait()
        if fault is Fault.WAIT:
            await asyncio.to_thread(self.go_on.wait)
        if fault is Fault.DROP:
            server.transport.abort()


@contextmanager
def smtp_sink():
    """A running Sink on a free port of this machine, closed afterwards."""
    sink = Sink()
    sink.controller = FreePortController(sink, hostname="127.0.0.1", port=0)
    sink.controller.start()
    try:
        yield sink
    finally:
        sink.go_on.set()
        sink.controller.stop(no_assert=True)
