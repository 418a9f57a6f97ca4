"""The link that stops messages of a kind: one press in the mail program, or a button on its page (RFC 8058).

It names the message and not the person, so that no address stands in it.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from golab.notifications import kinds
from golab.notifications.models import OutgoingMessage, Suppression

_signer = Signer(salt="messages.stop")


def url_of(identity: uuid.UUID) -> str:
    """The whole address for the message with this id."""
    return f"{settings.SITE_URL}{reverse('alerts:no-more', args=[_signer.sign(identity.hex)])}"


def message_of(token: str) -> OutgoingMessage | None:
    """The message that brought the link; None for one that is made up, essential or long gone."""
    try:
        identity = uuid.UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    message = OutgoingMessage.objects.filter(pk=identity).first()
    return message if message and kinds.of(message).scope else None


def stop(message: OutgoingMessage, *, now: datetime) -> None:
    """Send its recipient no more messages of its scope."""
    asked = "Asked through the link in a message"
    Suppression.objects.add_address(email=message.to_email, scope=kinds.of(message).scope, source=asked, now=now)
