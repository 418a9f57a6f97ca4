"""Mail about accounts (codes, confirmations) on its way into the outbox: urgent, and read by nobody on the staff."""

import uuid

from django.utils import timezone

from golab.accounts.mail import AccountMail
from golab.notifications.actions import store
from golab.notifications.addresses import Recipient
from golab.notifications.kinds import MessageKind
from golab.notifications.models import OutgoingMessage
from golab.notifications.rendering import render_plain

ACCOUNT_MAIL = MessageKind(
    "account_mail",
    label="Mail about an account",
    may_view=lambda user, message: False,  # it may hold a code
)


def send_account_mail(mail: AccountMail) -> None:
    """Store an account message. It is due at once and is dropped when its code has expired."""
    store(
        kind=ACCOUNT_MAIL,
        to=Recipient(mail.to_email, mail.to_name),
        rendered=render_plain(ACCOUNT_MAIL, subject=mail.subject, text=mail.body_text),
        dedupe_key=f"account:{mail.kind.rpartition('/')[2]}:{uuid.uuid4()}",
        now=timezone.now(),
        expires_at=mail.expires_at,
        audience="account holder",
        priority=OutgoingMessage.Priority.URGENT,
    )
