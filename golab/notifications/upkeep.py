"""Regular work on the outbox. Every job may run twice, late, or on two machines at once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from golab.notifications import kinds
from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.delivery import deliver_due
from golab.notifications.health import SWEEP
from golab.notifications.kinds import MessageKind
from golab.notifications.models import Heartbeat, OutgoingMessage
from golab.notifications.reasons import in_words

KEEP_WORDS = timedelta(days=30)
KEEP_METADATA = timedelta(days=396)  # 13 months
NEWS_OF_FAILURES = "staff_dead_messages"
LISTED_FAILURES = 50

kinds.register(
    MessageKind(
        NEWS_OF_FAILURES, label="Messages that could not be delivered", why="you look after this site's messages"
    )
)


def sweep(*, clock: Callable[[], datetime] = timezone.now, limit: timedelta | None = None) -> Counter:
    """Send what is due, tell staff of failures, and leave a heartbeat. Returns outcomes with their counts."""
    Heartbeat.objects.beat(SWEEP, now=clock())
    outcomes = deliver_due(clock=clock, limit=limit)
    tell_staff_of_failures(now=clock())
    Heartbeat.objects.beat(SWEEP, now=clock())
    return outcomes


@transaction.atomic
def tell_staff_of_failures(*, now: datetime) -> int:
    """Write at most one message an hour to each person who may see the outbox; returns how many failures it names."""
    failures = OutgoingMessage.objects.failed().filter(staff_told_at__isnull=True).exclude(kind=NEWS_OF_FAILURES)
    hour = f"dead:{now:%Y-%m-%dT%H}"
    if not failures.exists() or OutgoingMessage.objects.filter(dedupe_key__startswith=f"{hour}:").exists():
        return 0
    rows = list(failures.select_for_update(skip_locked=True).order_by("finished_at")[:LISTED_FAILURES])
    if not rows:  # another sweep is telling them
        return 0
    context = {
        "dead_count": len(rows),
        "messages": [_failure_in_words(row) for row in rows],
        "cms_messages_url": f"{settings.SITE_URL}{reverse('messages:index')}",
    }
    for user in staff_who_look_after_messages():
        enqueue(
            kind=NEWS_OF_FAILURES,
            to=Recipient(user.email, user.get_full_name()),
            context=context,
            dedupe_key=f"{hour}:{user.pk}",
            now=now,
        )
    OutgoingMessage.objects.filter(pk__in=[row.pk for row in rows]).update(staff_told_at=now)
    return len(rows)


def staff_who_look_after_messages():
    """Active staff who may see the outbox, by their groups or their own permissions."""
    permission = {"content_type__app_label": "notifications", "codename": "view_outgoingmessage"}
    by_group = {f"groups__permissions__{key}": value for key, value in permission.items()}
    by_user = {f"user_permissions__{key}": value for key, value in permission.items()}
    people = get_user_model().objects.filter(Q(is_superuser=True) | Q(**by_group) | Q(**by_user), is_active=True)
    return people.distinct().order_by("pk")


def purge(*, now: datetime) -> dict[str, int]:
    """Forget the words 30 days after a message is finished, and the message itself after 13 months."""
    old = OutgoingMessage.objects.finished_before(now - KEEP_METADATA)
    deleted = old.delete()[1].get("notifications.OutgoingMessage", 0)
    return {"words": purge_bodies(now), "messages": deleted}


def purge_bodies(now: datetime) -> int:
    """Empty the texts of messages finished more than 30 days ago; returns how many."""
    rows = OutgoingMessage.objects.finished_before(now - KEEP_WORDS).exclude(body_text="")
    return rows.update(body_text="", body_html="", ics_text=None, ics_method=None, headers={})


def _failure_in_words(row: OutgoingMessage) -> dict[str, str]:
    return {
        "kind_label": kinds.of(row).label,
        "to_name": row.to_name or row.to_email,
        "organisation": row.to_email,
        "reason_in_words": in_words(row),
    }
