"""Mail about accounts. This package decides what to say; the outbox, which lies above it, registers how to send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class AccountMail:
    """One message. `kind` names the templates `account/email/<kind>_subject.txt` and `…_message.txt`."""

    kind: str
    to_email: str
    to_name: str
    subject: str
    body_text: str = field(repr=False)  # may hold a code, which must not end in a log
    expires_at: datetime | None = None


Sender = Callable[[AccountMail], None]
_senders: list[Sender] = []


def register_sender(sender: Sender) -> None:
    """Says what delivers account mail; the last to register wins."""
    _senders[:] = [sender]


def send(mail: AccountMail) -> None:
    """Hands the message over. Raises ImproperlyConfigured when no one has registered to deliver it."""
    if not _senders:
        raise ImproperlyConfigured("No sender of account mail is registered: is golab.notifications installed?")
    _senders[0](mail)
