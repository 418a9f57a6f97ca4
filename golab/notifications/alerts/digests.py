"""The weekly messages. All timing stands in the rows, so the work may run twice, late, or on two machines at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.alerts import sources, tokens
from golab.notifications.alerts.actions import next_time
from golab.notifications.alerts.kinds import ALERT, DIGEST
from golab.notifications.alerts.models import Subscription
from golab.notifications.alerts.sources import News
from golab.notifications.models import OutgoingMessage

# What is published this very moment may not be committed yet: it waits for the next message.
SETTLED = timedelta(minutes=5)


def send_due(*, clock: Callable[[], datetime] = timezone.now, limit: timedelta | None = None) -> int:
    """Write a message for each alert whose week is over and that has something new. Returns how many it wrote."""
    stop_at, written = (clock() + limit if limit else None), 0
    while stop_at is None or clock() < stop_at:
        told = _tell_one(clock())
        if told is None:
            break
        written += told
    return written


@transaction.atomic
def _tell_one(now: datetime) -> bool | None:
    """See to the alert that waits longest and that no other worker holds. Whether it wrote; None when none is left."""
    row = (
        Subscription.objects.due(now).select_related("contact").select_for_update(skip_locked=True, of=["self"]).first()
    )
    if row is None:
        return None
    source, until = sources.get(row.source), now - SETTLED
    news = source.news(row.query, row.told_until, until) if source else News(0, [])
    if news.count:
        _enqueue(row, source.read(row.query).url, news, now)
    row.next_at = next_time(now)
    row.told_until = max(row.told_until, until)
    row.save(update_fields=["next_at", "told_until"])
    return bool(news.count)


def _enqueue(row: Subscription, url: str, news: News, now: datetime) -> None:
    year, week, _ = timezone.localtime(now).isocalendar()
    enqueue(
        kind=DIGEST.name,
        to=Recipient(row.contact.email_norm),
        context={
            "item_count": news.count,
            "search_label": row.label,
            "items": list(news.items),
            "search_url": f"{settings.SITE_URL}{url}",
        },
        dedupe_key=f"alert:{row.uuid}:{year}-W{week:02}",  # one a week, whatever else goes wrong
        now=now,
        subject_kind=ALERT,
        subject_uuid=row.uuid,
        expires_at=row.next_at + timedelta(days=6),
        unsubscribe_url=tokens.url_of(row, tokens.STOP),
        priority=OutgoingMessage.Priority.BULK,
    )
