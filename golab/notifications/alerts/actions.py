"""Asking for alerts, starting and stopping them."""

import uuid
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from golab.accounts.emails import normalise_email
from golab.accounts.models import Contact
from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.alerts import tokens
from golab.notifications.alerts.kinds import ALERT, CONFIRM
from golab.notifications.alerts.models import Subscription
from golab.notifications.alerts.sources import AlertSource
from golab.notifications.models import OutgoingMessage

UNCONFIRMED_FOR = timedelta(days=7)
SENT_AT = time(7, 30)  # on Mondays, in London
AT_MOST = 500  # forgotten in one run: the next night goes on


@transaction.atomic
def ask(*, email: str, source: AlertSource, query: str, now: datetime) -> Subscription:
    """Keep a search for an address and send the link that starts it, whether or not it is on already."""
    search = source.read(query)
    Contact.objects.get_or_create(email_norm=normalise_email(email))
    contact = Contact.objects.select_for_update().get(email_norm=normalise_email(email))
    row, _ = Subscription.objects.update_or_create(
        contact=contact, source=source.name, query=search.query, defaults={"label": search.label, "asked_at": now}
    )
    enqueue(
        kind=CONFIRM.name,
        to=Recipient(contact.email_norm),
        context={"search_label": row.label, "confirm_url": tokens.url_of(row, tokens.CONFIRM)},
        dedupe_key=f"alert:{row.uuid}:confirm:{now:%Y%m%d%H%M%S}",
        now=now,
        subject_kind=ALERT,
        subject_uuid=row.uuid,
        expires_at=now + UNCONFIRMED_FOR,
        priority=OutgoingMessage.Priority.URGENT,
    )
    return row


def confirm(*, which: uuid.UUID, now: datetime) -> Subscription | None:
    """Start the alert; again without harm. None when it was stopped, or waited too long to be started."""
    waiting = Subscription.objects.filter(uuid=which, confirmed_at__isnull=True)
    waiting.update(confirmed_at=now, told_until=now, next_at=next_time(now))
    return Subscription.objects.confirmed().filter(uuid=which).first()


@transaction.atomic
def stop(*, which: uuid.UUID, now: datetime, even_if_started: bool = True) -> None:
    """Forget the search, and the address with it unless something else needs it. What waits to be sent is not."""
    row = Subscription.objects.select_for_update().filter(uuid=which).first()
    if row and (even_if_started or not row.is_confirmed):
        about = OutgoingMessage.objects.filter(subject_kind=ALERT, subject_uuid=which)
        about.withdraw(now=now, reason="The person stopped the alert")
        row.delete()
        release(row.contact)


def forget_unconfirmed(*, now: datetime) -> int:
    """Delete what nobody started within a week. Returns how many."""
    old = Subscription.objects.unconfirmed_before(now - UNCONFIRMED_FOR).values_list("uuid", flat=True)[:AT_MOST]
    for which in (found := list(old)):
        stop(which=which, now=now, even_if_started=False)
    return len(found)


def release(contact: Contact) -> None:
    """Forget an address that nothing needs any more."""
    try:
        with transaction.atomic():
            contact.delete()
    except ProtectedError:
        return  # a booking, or another alert


def next_time(now: datetime) -> datetime:
    """The next Monday morning after `now`, by the clock in London."""
    local = timezone.localtime(now)
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, SENT_AT, tzinfo=local.tzinfo)
