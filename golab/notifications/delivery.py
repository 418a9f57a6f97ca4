"""Sending one message: claim, check, send, finish, each a short statement of its own (booking.md 3.5).

No transaction is open while the mail server is spoken to. Every change of state is a guarded update, so that of
two workers one wins, and a worker that lost its lease cannot overwrite what its successor did.
"""

import os
import socket
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
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
from golab.notifications.messages import Line
from golab.notifications.models import MessageAttempt, OutgoingMessage, Suppression

Status, Outcome = OutgoingMessage.Status, MessageAttempt.Outcome
NOT_CLAIMED = "not_claimed"
AT_A_TIME = 20
OUTAGES_IN_A_ROW = 3  # after so many the server is down for everyone, and the rest of the queue can wait


def deliver(*, message_id: uuid.UUID, now: datetime, line: Line | None = None) -> str:
    """Send one message if it is due and nobody else has it, on `line` or one of its own.

    Returns the outcome, or "not_claimed".

    Raises only what the database raises; then the lease runs out and the sweep takes over.
    """
    message = _claim(message_id, now)
    if message is None:
        return NOT_CLAIMED
    try:
        if reason := _reason_to_cancel(message, now):
            return _finish(message, now=now, status=Status.CANCELLED, kind=reason[0], error=reason[1])
        known = list(Suppression.objects.of_address(message.to_email))
        if reason := _reason_to_hold_back(message, known):
            return _finish(message, now=now, status=Status.SUPPRESSED, kind=reason[0], error=reason[1])
        if not _mine(message).update(smtp_started_at=now):
            return NOT_CLAIMED
        if line:
            line.send(message)
        else:
            with Line() as own:
                own.send(message)
    except Exception as error:
        return _record_failure(message, classify(error), now)
    if any(one.scope == Suppression.Scope.HARD_BOUNCE for one in known):
        _forget_bounce(message.to_email)
    return _finish(message, now=now, status=Status.SENT, sent_at=now)


def deliver_due(*, clock: Callable[[], datetime] = timezone.now, limit: timedelta | None = None) -> Counter:
    """Send what is due, most urgent first, until nothing is left, `limit` has passed or the server is plainly down.

    Needs no broker, and may run beside workers and beside itself. Returns outcomes with their counts.
    """
    outcomes: Counter = Counter()
    stop_at = clock() + limit if limit else None
    outages, lost = 0, set()
    with Line() as line:
        for due in _due(clock, stop_at, lost):
            outcome = deliver(message_id=due, now=clock(), line=line)
            outcomes[outcome] += 1
            if outcome == NOT_CLAIMED:
                lost.add(due)
            outages = outages + 1 if outcome == Outcome.OUTAGE else 0
            if outages >= OUTAGES_IN_A_ROW:
                break
    return outcomes


def _due(clock: Callable[[], datetime], stop_at: datetime | None, lost: set[uuid.UUID]) -> Iterator[uuid.UUID]:
    """The ids of what is due, most urgent first, for as long as there is time; none that was `lost` to another worker.

    Some at a time: more urgent ones that come meanwhile wait for no more than these. At a set pace one at a time.
    """
    while True:
        waiting = OutgoingMessage.objects.due(clock()).exclude(pk__in=lost).values_list("pk", flat=True)
        if settings.EMAIL_PER_MINUTE:
            if not waiting.exists() or not pace.wait_for_turn(clock=clock, stop_at=stop_at):
                return
            waiting = OutgoingMessage.objects.due(clock()).exclude(pk__in=lost).values_list("pk", flat=True)
        batch = list(waiting[: 1 if settings.EMAIL_PER_MINUTE else AT_A_TIME])
        if not batch:
            return
        for due in batch:
            if stop_at is not None and clock() >= stop_at:
                return
            yield due


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
        return OutgoingMessage.objects.filter(pk=message_id, claim=taken["claim"]).first()
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


def _reason_to_hold_back(message: OutgoingMessage, known: list[Suppression]) -> tuple[str, str] | None:
    if not is_allowed(message.to_email):
        return "not_allowed", "This site may write only to the addresses in EMAIL_ALLOWED_RECIPIENTS."
    held = next((one for one in known if one.blocks(kinds.of(message).scope)), None)
    return ("opted_out", f"{held.get_scope_display()}: {held.source}") if held else None


def _record_failure(message: OutgoingMessage, failure: Failure, now: datetime) -> str:
    """Plan the next try by the class of error, or finish. A row whose lease has gone to another is left alone."""
    if failure.kind == ErrorKind.PERMANENT:
        if failure.is_bad_address:
            _note_bounce(message.to_email, now, failure.code)
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


def _note_bounce(email: str, now: datetime, code: int | None) -> None:
    """The address does not take mail: send it nothing optional, and say so beside the person."""
    source = f"Mail server answered {code}"
    Suppression.objects.add_address(email=email, scope=Suppression.Scope.HARD_BOUNCE, source=source, now=now)
    Contact.objects.with_email(email).update(email_bounced_at=now)


def _forget_bounce(email: str) -> None:
    """Mail gets through again."""
    bounced = Suppression.objects.of_address(email).filter(scope=Suppression.Scope.HARD_BOUNCE)
    if bounced.delete()[0]:
        Contact.objects.with_email(email).update(email_bounced_at=None)


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
