"""Is mail moving? Measured by lag, since a worker can be alive and deaf."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min, Q

from golab.notifications.models import Heartbeat, Hold, OutgoingMessage
from golab.notifications.reasons import when

RED_HOLD = timedelta(hours=4)  # a hold that lasts so long has been forgotten
RED_LAG = timedelta(minutes=5)
RED_HEARTBEAT = timedelta(minutes=3)
SWEEP = "outbox-sweep"


@dataclass(frozen=True)
class OutboxHealth:
    """The outbox's state: `colour` is "green", "amber" or "red"; `reasons` say why in plain words."""

    oldest_due_seconds: float | None
    heartbeat_age_seconds: float | None
    dead_last_day: int
    waiting: int
    colour: str
    reasons: tuple[str, ...]
    is_held: bool = False


def outbox_health(now: datetime) -> OutboxHealth:
    """Measure the outbox: five small queries. Raises only what the database raises."""
    lag, held = _lag(now), Hold.objects.standing().values_list("since", flat=True).first()
    beat = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
    dead = OutgoingMessage.objects.failed().filter(finished_at__gte=now - timedelta(days=1)).count()
    red, amber = [], []
    if held:
        (red if now - held > RED_HOLD else amber).append(f"Messages are held since {when(held)}.")
    elif lag is not None and lag > RED_LAG:
        red.append(f"The oldest message that is due has waited {_minutes(lag)}.")
    if beat is not None and now - beat > RED_HEARTBEAT:
        red.append(f"The sweep last ran {_minutes(now - beat)} ago.")
    if beat is None:
        amber.append("The sweep has not run yet.")
    if dead:
        amber.append(
            "1 message could not be delivered in the last 24 hours."
            if dead == 1
            else f"{dead} messages could not be delivered in the last 24 hours."
        )
    return OutboxHealth(
        oldest_due_seconds=None if lag is None else lag.total_seconds(),
        heartbeat_age_seconds=None if beat is None else (now - beat).total_seconds(),
        dead_last_day=dead,
        waiting=OutgoingMessage.objects.filter(status__in=["pending", "sending"]).count(),
        colour="red" if red else "amber" if amber else "green",
        reasons=(*red, *amber),
        is_held=held is not None,
    )


def _lag(now: datetime) -> timedelta | None:
    """How long the oldest due message has waited. One held up by an outage counts from the outage's start;
    one that its recipient's server put off does not count, since that is no fault of ours."""
    rows = OutgoingMessage.objects.aggregate(
        due=Min("next_attempt_at", filter=Q(status="pending", next_attempt_at__lte=now)),
        outage=Min("outage_since", filter=Q(status="pending", outage_since__isnull=False)),
        abandoned=Min("lease_until", filter=Q(status="sending", lease_until__lt=now)),
    )
    since = [moment for moment in rows.values() if moment is not None]
    return now - min(since) if since else None


def _minutes(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
