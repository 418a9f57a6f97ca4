"""A stored row as a MIME message, and its one handover to the mail server."""

import contextlib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from golab.notifications.addresses import Recipient
from golab.notifications.models import OutgoingMessage

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


def send(message: OutgoingMessage) -> None:
    """Hand the message over, once. Raises what the mail server or the network makes of it."""
    connection = get_connection(settings.OUTBOX_EMAIL_BACKEND)
    connection.open()
    try:
        if not connection.send_messages([build(message)]):
            raise RuntimeError("The mail backend did not take the message and did not say why.")
    finally:
        # The message is accepted or refused by now: a server that says goodbye badly changes nothing.
        with contextlib.suppress(Exception):
            connection.close()
