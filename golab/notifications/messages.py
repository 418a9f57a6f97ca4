"""A stored row as a MIME message, and its one handover to the mail server."""

import contextlib
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from golab.notifications.addresses import Recipient
from golab.notifications.models import OutgoingMessage

MESSAGES_A_LINE = 50  # many servers end a connection after a hundred
CLOSING = 421  # "I end this connection"
AUTOMATIC = {
    "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's automatic reply should answer this
    "X-Auto-Response-Suppress": "OOF, NRN, AutoReply, RN",  # the same for Exchange
}


def build(message: OutgoingMessage) -> EmailMultiAlternatives:
    """The MIME message: plain text, HTML, and the calendar entry last, with no attachment."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body_text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[str(Recipient(message.to_email, message.to_name))],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            **message.headers,
            **AUTOMATIC,
            "Message-ID": message.message_id,
            "X-GOLab-Message": str(message.pk),  # some relays replace Message-ID
        },
    )
    if message.body_html:
        mail.attach_alternative(message.body_html, "text/html")
    if message.ics_text:
        mail.attach_alternative(message.ics_text, f"text/calendar; method={message.ics_method}")
    return mail


class Line:
    """A connection to the mail server for some messages in a row; opened when it is first needed.

    with Line() as line:
        line.send(message)
    """

    def __init__(self) -> None:
        self._connection, self._count = None, 0

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def send(self, message: OutgoingMessage) -> None:
        """Hand the message over, once. Raises what the mail server or the network makes of it.

        A server that ended a connection which it had served before did not have this message: it is asked anew.
        """
        if self._count >= MESSAGES_A_LINE:
            self.hang_up()
        is_fresh = self._connection is None
        try:
            self._send(message)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPResponseException) as error:
            if is_fresh or getattr(error, "smtp_code", CLOSING) != CLOSING:
                raise
            self._send(message)

    def hang_up(self) -> None:
        """Close the connection. What was accepted is accepted: a server that says goodbye badly changes nothing."""
        if self._connection:
            with contextlib.suppress(Exception):
                self._connection.close()
        self._connection, self._count = None, 0

    def _send(self, message: OutgoingMessage) -> None:
        try:
            if self._connection is None:
                self._connection = get_connection(settings.OUTBOX_EMAIL_BACKEND)
                self._connection.open()
            if not self._connection.send_messages([build(message)]):
                raise RuntimeError("The mail backend did not take the message and did not say why.")
        except Exception:
            self.hang_up()
            raise
        self._count += 1
