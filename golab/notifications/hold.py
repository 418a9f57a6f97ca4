"""A stop for mail until someone has looked: after a backup is restored, what waits may have been sent before."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q

from golab.notifications import kinds

NOT_RELEASED = "Not sent when the hold was ended"


class HoldQuerySet(models.QuerySet):
    """Holds; at most one stands."""

    def standing(self) -> "HoldQuerySet":
        return self.filter(released_at__isnull=True)


class Hold(models.Model):
    """While it stands nothing is sent but what is urgent and was written after it began (a sign-in code)."""

    since = models.DateTimeField()
    reason = models.CharField(max_length=200)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="hold_stands_once",
                fields=["released_at"],
                nulls_distinct=False,
                violation_error_message="Messages are held already.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Group(NamedTuple):
    """Held messages of one kind, written before the hold began or since."""

    kind: str
    is_older: bool
    count: int

    @property
    def key(self) -> str:
        return f"{self.kind}:{'older' if self.is_older else 'newer'}"

    @property
    def label(self) -> str:
        label = kinds.of(self).label
        return f"{label}: {self.count} written {'before' if self.is_older else 'after'} the hold began"

    @property
    def is_safe_to_send(self) -> bool:
        """Whether it can hardly have been sent before: a new fact, and not what the clock writes by itself."""
        return not self.is_older and not kinds.of(self).scope


def begin(*, reason: str, now: datetime, by=None) -> Hold:
    """Hold all messages. Returns the hold that stands, which may have begun before."""
    fresh = Hold(since=now, reason=reason, begun_by=by)
    with transaction.atomic():
        Hold.objects.bulk_create([fresh], ignore_conflicts=True)
        _outgoing().filter(status="sending", lease_until__lt=now).update(status="pending", claim=None, lease_until=None)
    return Hold.objects.standing().get()


def groups(hold: Hold) -> list[Group]:
    """What waits, by kind and by whether it was written before the hold began."""
    is_older = Q(created_at__lte=hold.since)
    rows = _outgoing().filter(status="pending").values("kind").order_by("kind")
    rows = rows.annotate(older=Count("pk", filter=is_older), newer=Count("pk", filter=~is_older))
    counted = [Group(row["kind"], age == "older", row[age]) for row in rows for age in ("older", "newer")]
    return [group for group in counted if group.count]


@transaction.atomic
def release(*, send: Collection[str], now: datetime, by=None) -> bool:
    """End the hold: groups whose keys are in `send` go out, the others are cancelled. False when none stands."""
    hold = Hold.objects.standing().select_for_update().first()
    if hold is None:
        return False
    for group in groups(hold):
        if group.key not in send:
            is_older = Q(created_at__lte=hold.since)
            rows = _outgoing().filter(is_older if group.is_older else ~is_older, kind=group.kind)
            rows.withdraw(now=now, by=by, reason=NOT_RELEASED)
    Hold.objects.filter(pk=hold.pk).update(released_at=now, released_by=by)
    return True


def _outgoing():
    from golab.notifications.models import OutgoingMessage  # it imports this module's model

    return OutgoingMessage.objects
