"""What the outbox holds about someone: the messages to their address, and that they asked for fewer."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from golab.accounts.models import User
from golab.accounts.registry import PersonalData, Rows, register
from golab.notifications import kinds
from golab.notifications.models import MessageAttempt, OutgoingMessage, Suppression

NOBODY = "erased@example.invalid"  # a domain that never exists (RFC 2606)
FORGOTTEN = {"body_text": "", "body_html": "", "ics_text": None, "ics_method": None, "headers": {}, "reply_to": ""}


def forget_address(*, email: str, now: datetime) -> None:
    """Remove the person from all messages to this address. What waits is not sent; that they were sent stays."""
    rows = OutgoingMessage.objects.filter(to_email__iexact=email.strip())
    rows.withdraw(now=now, reason="The person asked us to erase what we hold")
    MessageAttempt.objects.filter(message__in=rows).exclude(error="").update(error="")
    rows.update(to_email=NOBODY, to_name="", subject="Erased", last_error="", **FORGOTTEN)
    Suppression.objects.filter(email_norm=email.strip().lower()).delete()


def forget_subjects(uuids: Collection[UUID]) -> None:
    """Remove the words of messages to others about these. Those that still wait lose theirs a month after sending."""
    told = OutgoingMessage.objects.filter(subject_uuid__in=uuids, status__in=OutgoingMessage.FINAL)
    MessageAttempt.objects.filter(message__in=told).exclude(error="").update(error="")
    told.update(last_error="", **FORGOTTEN)


def _export(user: User) -> Rows:
    rows = OutgoingMessage.objects.filter(to_email__iexact=user.email).order_by("created_at")
    told = [
        {
            "message": kinds.of(row).label,
            "subject": row.subject,
            "written": row.created_at,
            "state": row.get_status_display(),
        }
        for row in rows
    ]
    fewer = Suppression.objects.filter(email_norm=user.email.lower()).order_by("at")
    return [*told, *({"not sent to you": row.get_scope_display(), "since": row.at} for row in fewer)]


def connect() -> None:
    """Tell the accounts what we hold; once, from the app's ready()."""
    register(
        PersonalData(
            name="Messages",
            explanation="The emails that we sent to your address. Their words are deleted after 30 days in any case.",
            export=_export,
            erase=lambda user, now: forget_address(email=user.email, now=now),
        )
    )
