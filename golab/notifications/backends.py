"""Mail backends: SMTP that knows whether a message was handed over, files, and the way into the outbox."""

import os
import smtplib
import uuid
from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.db import transaction
from django.utils import timezone

from golab.notifications.errors import OutcomeUnknown


class _HandoverTracking:
    """Tells "the server went away before it had the message" from "after", for smtplib calls both a disconnect."""

    _sends_of_data = 0

    def data(self, msg):
        self._sends_of_data = 0
        try:
            return super().data(msg)
        except Exception as error:
            if self._sends_of_data > 1:  # the first is the word DATA, the second the message itself
                raise OutcomeUnknown(f"No answer after the message was handed over ({error}).") from error
            raise

    def send(self, s):
        self._sends_of_data += 1
        return super().send(s)


class TrackedSMTP(_HandoverTracking, smtplib.SMTP):
    """SMTP, with or without STARTTLS."""


class TrackedSMTPOverTLS(_HandoverTracking, smtplib.SMTP_SSL):
    """SMTP inside TLS from the first byte."""


class SmtpBackend(EmailBackend):
    """Django's SMTP backend, raising OutcomeUnknown when the fate of a message cannot be known."""

    @property
    def connection_class(self):
        return TrackedSMTPOverTLS if self.use_ssl else TrackedSMTP


class EmlFileBackend(BaseEmailBackend):
    """Writes one .eml file for each message into EMAIL_FILE_PATH; names sort by time and hold the message's id."""

    def send_messages(self, email_messages) -> int:
        """Write each message whole or not at all; returns how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            mime = mail.message()
            identity = mime.get("X-GOLab-Message") or uuid.uuid4().hex
            name = f"{timezone.now():%Y%m%dT%H%M%S.%fZ}-{identity}.eml"
            part = folder / f".{name}.part"
            part.write_bytes(mime.as_bytes(linesep="\r\n"))
            os.replace(part, folder / name)
        return len(email_messages)


class OutboxEmailBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND: what Django or Wagtail mails themselves becomes rows of the outbox."""

    @transaction.atomic
    def send_messages(self, email_messages) -> int:
        """Store one row for each recipient; returns the number of messages."""
        for mail in email_messages:
            for recipient in mail.recipients():
                self._store(mail, recipient)
        return len(email_messages)

    def _store(self, mail: EmailMessage, recipient: str) -> None:
        # Imported here: a backend's module is loaded by settings before the models are.
        from golab.notifications import kinds
        from golab.notifications.actions import store
        from golab.notifications.addresses import Recipient
        from golab.notifications.rendering import Rendered, render_plain

        name, email = parseaddr(recipient)
        html = next((part.content for part in getattr(mail, "alternatives", []) if part.mimetype == "text/html"), "")
        kind = kinds.DJANGO_MAIL
        store(
            kind=kind,
            to=Recipient(email, name),
            rendered=Rendered(mail.subject, mail.body, html)
            if html
            else render_plain(kind, subject=mail.subject, text=mail.body),
            dedupe_key=f"django:{uuid.uuid4()}",
            now=timezone.now(),
            reply_to=mail.reply_to[0] if mail.reply_to else "",
        )
