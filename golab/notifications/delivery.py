"""Sending one message: claim, check, send, finish, each a short statement of its own (booking.md 3.5).

No transaction is open while the mail server is spoken to. Every change of state is a guarded update, so that of
two workers one wins, and a worker that lost its lease cannot overwrite what its successor did.
"""

import os
import socket
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from golab.accounts.models import Contact
from golab.notifications import kinds, pace
from golab.notifications.addresses import is_allowed
from golab.notifications.errors import (
    UNCERTAIN_PAUSE,
    ErrorKind,
    Failure,
    classify,
    outage_pause,
    temporary_pause,
)
from golab.notifications.messages import send
from golab.notifications.models import MessageAttempt, OutgoingMessage, Suppression

Status, Outcome = OutgoingMessage.Status, MessageAttempt.Outcome
NOT_CLAIMED = "not_claimed"
OUTAGES_IN_A_ROW = 3  # after so many the server is down for everyone, and the rest of the queue can wait


def deliver(*, message_id: uuid.UUID, now: datetime) -> str:
    """Send one message if it is due and nobody else has it. Returns the outcome, or "not_claimed".

    Raises only what the database raises; then the lease runs out and the sweep takes over.
    """
    message = _claim(message_id, now)
    if message is None:
        return NOT_CLAIMED
    try:
        if reason := _reason_to_cancel(message, now):
            return _finish(message, now=now, status=Status.CANCELLED, kind=reason[0], error=reason[1])
        if reason := _reason_to_hold_back(message):
            return _finish(message, now=now, status=Status.SUPPRESSED, kind=reason[0], error=reason[1])
        if not _mine(message).update(smtp_started_at=now):
            return NOT_CLAIMED
        send(message)
    except Exception as error:
        return _record_failure(message, classify(error), now)
    _note_bounce(message.to_email, None)
    return _finish(message, now=now, status=Status.SENT, sent_at=now)


def deliver_due(*, clock: Callable[[], datetime] = timezone.now, limit: timedelta | None = None) -> Counter:
    """Send what is due, most urgent first, until nothing is left, `limit` has passed or the server is plainly down.

    Needs no broker, and may run beside workers and beside itself. Returns outcomes with their counts.
    """
    outcomes: Counter = Counter()
    stop_at = clock() + limit if limit else None
    lost: set[uuid.UUID] = set()  # to another worker
    outages = 0
    while outages < OUTAGES_IN_A_ROW and (stop_at is None or clock() < stop_at):
        due = _next_due(clock(), lost)
        if due and settings.EMAIL_PER_MINUTE:
            # Something more urgent may have come during the wait.
            due = pace.wait_for_turn(clock=clock, stop_at=stop_at) and _next_due(clock(), lost)
        if not due:
            break
        outcome = deliver(message_id=due, now=clock())
        if outcome == NOT_CLAIMED:
            lost.add(due)
        outcomes[outcome] += 1
        outages = outages + 1 if outcome == Outcome.OUTAGE else 0
    return outcomes


def _next_due(now: datetime, lost: set[uuid.UUID]) -> uuid.UUID | None:
    return OutgoingMessage.objects.due(now).exclude(pk__in=lost).values_list("pk", flat=True).first()


def _claim(message_id: uuid.UUID, now: datetime) -> OutgoingMessage | None:
    """Take the message for the length of a lease, or return None: not due, taken, or fate unknown twice."""
    row = OutgoingMessage.objects.filter(pk=message_id).not_held()
    abandoned = Q(status=Status.SENDING, lease_until__lt=now)
    taken = {
        "status": Status.SENDING,
        "claim": uuid.uuid4(),
        "lease_until": now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS),
    }
    due = Q(status=Status.PENDING, next_attempt_at__lte=now)
    if row.filter(due | abandoned & Q(smtp_started_at__isnull=True)).update(**taken):
        return row.filter(claim=taken["claim"]).first()
    if row.filter(abandoned, uncertain_retries=0).update(**taken, smtp_started_at=None, uncertain_retries=1):
        message = row.filter(claim=taken["claim"]).first()
        if message:
            _note(message, Outcome.LOST, now, error="The worker stopped after it had begun to send; sent once more.")
        return message
    message = row.filter(abandoned).first()
    if message:
        _give_up_unknown(message, now, Outcome.LOST, "The worker stopped after it had begun to send, twice.")
    return None


def _reason_to_cancel(message: OutgoingMessage, now: datetime) -> tuple[str, str] | None:
    if message.expires_at and message.expires_at <= now:
        return "expired", "It could not be sent before it was out of date."
    if not kinds.of(message).still_relevant(message, now):
        return "irrelevant", "What it tells is no longer so."
    return None


def _reason_to_hold_back(message: OutgoingMessage) -> tuple[str, str] | None:
    if not is_allowed(message.to_email):
        return "not_allowed", "This site may write only to the addresses in EMAIL_ALLOWED_RECIPIENTS."
    held = Suppression.objects.blocking(email=message.to_email, scope=kinds.of(message).scope).first()
    return ("opted_out", f"{held.get_scope_display()}: {held.source}") if held else None


def _record_failure(message: OutgoingMessage, failure: Failure, now: datetime) -> str:
    """Plan the next try by the class of error, or finish. A row whose lease has gone to another is left alone."""
    if failure.kind == ErrorKind.PERMANENT:
        if failure.is_bad_address:
            _note_bounce(message.to_email, now)
            Suppression.objects.add_address(
                email=message.to_email,
                scope=Suppression.Scope.HARD_BOUNCE,
                source=f"Mail server answered {failure.code}",
                now=now,
            )
        return _fail(message, Status.FAILED_PERMANENT, failure, now)
    if failure.kind == ErrorKind.OUTAGE:
        since = message.outage_since or now
        return _postpone(message, failure, now, outage_pause(now - since), outage_since=since)
    if failure.kind == ErrorKind.UNCERTAIN:
        if message.uncertain_retries:
            return _fail(message, Status.DEAD, failure, now)
        return _postpone(message, failure, now, UNCERTAIN_PAUSE, uncertain_retries=1)
    attempts = message.attempts + 1
    pause = temporary_pause(attempts)
    if pause is None:
        return _fail(message, Status.DEAD, failure, now, attempts=attempts)
    return _postpone(message, failure, now, pause, attempts=attempts, outage_since=None)


def _note_bounce(email: str, at: datetime | None) -> None:
    """Remember beside the person that mail came back, or forget it since mail gets through again."""
    changed = Contact.objects.with_email(email).exclude(email_bounced_at=at)
    changed.update(email_bounced_at=at)
    if at is None:
        Suppression.objects.filter(email_norm=email.strip().lower(), scope=Suppression.Scope.HARD_BOUNCE).delete()


def _mine(message: OutgoingMessage):
    return OutgoingMessage.objects.filter(pk=message.pk, claim=message.claim, status=Status.SENDING)


def _release(message: OutgoingMessage, now: datetime, outcome: str, failure: Failure | None, **changes) -> str:
    """Give the claim back with the result and add the line to the history, both or neither."""
    with transaction.atomic():
        if not _mine(message).update(claim=None, lease_until=None, **changes):
            return NOT_CLAIMED
        _note(message, outcome, now, error=failure.reason if failure else "", code=failure.code if failure else None)
    return outcome


def _postpone(message: OutgoingMessage, failure: Failure, now: datetime, pause: timedelta, **changes) -> str:
    return _release(
        message,
        now,
        Outcome(failure.kind),
        failure,
        status=Status.PENDING,
        next_attempt_at=now + pause,
        smtp_started_at=None,
        last_error_kind=failure.kind,
        last_error=failure.reason,
        **changes,
    )


def _fail(message: OutgoingMessage, status: str, failure: Failure, now: datetime, **changes) -> str:
    return _release(
        message,
        now,
        Outcome(failure.kind),
        failure,
        status=status,
        finished_at=now,
        last_error_kind=failure.kind,
        last_error=failure.reason,
        **changes,
    )


def _finish(message: OutgoingMessage, *, now: datetime, status: str, kind: str = "", error: str = "", **changes) -> str:
    told = Failure(ErrorKind.UNKNOWN, error) if error else None
    return _release(
        message,
        now,
        Outcome(status),
        told,
        status=status,
        finished_at=now,
        outage_since=None,
        last_error_kind=kind,
        last_error=error,
        **changes,
    )


def _give_up_unknown(message: OutgoingMessage, now: datetime, outcome: str, reason: str) -> None:
    failure = Failure(ErrorKind.UNCERTAIN, reason)
    _release(
        message,
        now,
        outcome,
        failure,
        status=Status.DEAD,
        finished_at=now,
        last_error_kind=failure.kind,
        last_error=reason,
    )


def _note(message: OutgoingMessage, outcome: str, now: datetime, *, error: str = "", code: int | None = None) -> None:
    MessageAttempt.objects.create(
        message=message,
        at=now,
        outcome=outcome,
        error=error,
        smtp_code=code,
        worker=f"{socket.gethostname()}:{os.getpid()}",
    )
