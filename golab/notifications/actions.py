"""What other apps do with the outbox: `enqueue` a message, and nothing else."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from golab.notifications import kinds, nudge, stopping
from golab.notifications.addresses import Recipient, one_line, sender_domain
from golab.notifications.copy import wording
from golab.notifications.kinds import MessageKind
from golab.notifications.models import OutgoingMessage
from golab.notifications.rendering import Rendered, render

NORMAL = OutgoingMessage.Priority.NORMAL


class Calendar(NamedTuple):
    """A calendar entry: the iCalendar text and its METHOD (REQUEST, CANCEL or PUBLISH)."""

    text: str
    method: str


def enqueue(
    *,
    kind: str,
    to: Recipient,
    context: Mapping,
    dedupe_key: str,
    now: datetime,
    subject_kind: str = "",
    subject_uuid: uuid.UUID | None = None,
    calendar: Calendar | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    reply_to: Recipient | None = None,
    unsubscribe_url: str = "",
    priority: int = NORMAL,
    by=None,
) -> OutgoingMessage:
    """Write a message into the outbox. Call it inside the transaction that makes the fact it tells.

    The words are rendered and frozen here from the kind's wording and `context` (plain values, lists of
    dicts; names ending in `_url` become links). A second call with the same `dedupe_key` changes nothing and
    returns the row that stands. A message that is not essential always offers to stop: by `unsubscribe_url`, or by
    a link of the outbox's own. On commit a worker is told to look; a broker that is down is not an error.
    Raises KeyError (unknown kind), CopyError (missing placeholder), ValidationError (not an address),
    ValueError (an unsubscribe link on an essential message).
    """
    known = kinds.get(kind)
    if unsubscribe_url and not known.scope:
        raise ValueError(f"{kind} is essential: it cannot offer to unsubscribe.")
    identity = uuid.uuid4()
    if known.scope and not unsubscribe_url:
        unsubscribe_url = stopping.url_of(identity)
    return store(
        identity=identity,
        kind=known,
        to=to,
        rendered=render(known, {**context, **({"unsubscribe_url": unsubscribe_url} if unsubscribe_url else {})}),
        dedupe_key=dedupe_key,
        now=now,
        audience=wording(known.wording_key).audience,
        subject_kind=subject_kind,
        subject_uuid=subject_uuid,
        ics_text=calendar and calendar.text,
        ics_method=calendar and calendar.method,
        not_before=not_before,
        expires_at=expires_at,
        reply_to=str(reply_to.cleaned()) if reply_to else "",
        headers=_unsubscribe_headers(unsubscribe_url),
        priority=priority,
        created_by=by,
    )


@transaction.atomic
def store(
    *,
    kind: MessageKind,
    to: Recipient,
    rendered: Rendered,
    dedupe_key: str,
    now: datetime,
    identity: uuid.UUID | None = None,
    **fields,
) -> OutgoingMessage:
    """Write a message that is already rendered; `enqueue` is the way in for everyone else."""
    identity, to = identity or uuid.uuid4(), to.cleaned()
    row = OutgoingMessage(
        id=identity,
        kind=kind.name,
        dedupe_key=dedupe_key,
        to_email=to.email,
        to_name=to.name,
        subject=one_line(rendered.subject),
        body_text=rendered.text,
        body_html=rendered.html,
        message_id=f"<{identity}@mail.{sender_domain()}>",
        next_attempt_at=max(now, fields.get("not_before") or now),
        created_at=now,
        **fields,
    )
    OutgoingMessage.objects.bulk_create([row], ignore_conflicts=True)
    standing = OutgoingMessage.objects.get(dedupe_key=dedupe_key)
    # Thousands at once are left to the sweep, so that they do not stand before what someone waits for.
    if standing.pk == row.pk and row.next_attempt_at <= now and row.priority != OutgoingMessage.Priority.BULK:
        transaction.on_commit(lambda: nudge.worker(row.pk), robust=True)
    return standing


def _unsubscribe_headers(url: str) -> dict[str, str]:
    """The pair of headers of RFC 8058: one press in the mail program is enough."""
    if not url:
        return {}
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
