"""A message that went to a wrong address, once more to the one that was meant."""

import uuid
from datetime import datetime

from django.db import transaction

from golab.notifications import kinds, nudge
from golab.notifications.addresses import sender_domain
from golab.notifications.models import MessageAttempt, OutgoingMessage

Status = OutgoingMessage.Status
CORRECTABLE = (Status.PENDING, Status.FAILED_PERMANENT, Status.DEAD, Status.SUPPRESSED)
FROZEN = (
    "kind", "audience", "to_name", "reply_to", "subject", "body_text", "body_html", "ics_method", "headers",
    "subject_kind", "subject_uuid", "expires_at", "priority",
)  # fmt: skip


def can_be_corrected(message: OutgoingMessage) -> bool:
    """Whether it has not reached anyone and still has its words."""
    return message.status in CORRECTABLE and bool(message.body_text)


@transaction.atomic
def send_to(*, message: OutgoingMessage, email: str, by, now: datetime) -> OutgoingMessage | None:
    """A new row with the same words for `email`; the old one is over. The feature learns of the address.

    None when the message has been sent meanwhile, is under way, or was corrected to this address before.
    Raises kinds.AddressRefused, and then nothing is changed.
    """
    old = OutgoingMessage.objects.select_for_update().get(pk=message.pk)
    key = f"{old.dedupe_key}:corrected:{email.lower()}"[:200]
    if not can_be_corrected(old) or OutgoingMessage.objects.filter(dedupe_key=key).exists():
        return None
    identity = uuid.uuid4()
    fresh = OutgoingMessage.objects.create(
        id=identity,
        dedupe_key=key,
        to_email=email,
        message_id=f"<{identity}@mail.{sender_domain()}>",
        ics_text=_invite(old.ics_text, old.to_email, email),
        next_attempt_at=now,
        created_at=now,
        created_by=by,
        **{name: getattr(old, name) for name in FROZEN},
    )
    kinds.of(old).correct_address(old, email, now)
    if old.is_waiting:
        OutgoingMessage.objects.filter(pk=old.pk).withdraw(now=now, by=by, reason="Sent to a corrected address")
    for row in (old, fresh):
        MessageAttempt.objects.create(
            message=row,
            at=now,
            outcome=MessageAttempt.Outcome.CORRECTED,
            error=f"from {old.to_email} to {email}, by {by}",
        )
    transaction.on_commit(lambda: nudge.worker(fresh.pk), robust=True)
    return fresh


def _invite(ics_text: str | None, old: str, new: str) -> str | None:
    """The calendar entry with the other address as its guest; lines are folded, so they are joined first."""
    if ics_text is None:
        return None
    whole = ics_text.replace("\r\n ", "")
    lines = whole.replace(f"mailto:{old}", f"mailto:{new}").split("\r\n")
    return "\r\n".join(_folded(line) for line in lines)


def _folded(line: str) -> str:
    """At most 75 octets a line, as RFC 5545 wants it, and no character cut in two."""
    pieces, piece = [], ""
    for character in line:
        if len((piece + character).encode()) > 74:  # the space of a continuation counts
            pieces.append(piece)
            piece = ""
        piece += character
    return "\r\n ".join([*pieces, piece])
