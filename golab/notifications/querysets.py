"""Which messages are due, claimed or finished, and the guarded changes that staff may make to them."""

from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q


class OutgoingMessageQuerySet(models.QuerySet):
    """The outbox. Changes of state are guarded updates, so two workers never both succeed."""

    def due(self, now: datetime) -> "OutgoingMessageQuerySet":
        """What may be tried now, most urgent first: waiting rows, and rows whose worker has gone."""
        waiting = Q(status="pending", next_attempt_at__lte=now)
        abandoned = Q(status="sending", lease_until__lt=now)
        return self.filter(waiting | abandoned).not_held().order_by("priority", "next_attempt_at", "created_at")

    def not_held(self) -> "OutgoingMessageQuerySet":
        """What may be sent although all else is held: while a hold stands, only what is urgent and newer than it."""
        hold = apps.get_model("notifications", "Hold").objects.standing()
        is_new_and_urgent = Q(priority=self.model.Priority.URGENT) & ~Exists(
            hold.filter(since__gte=OuterRef("created_at"))
        )
        return self.filter(~Exists(hold) | is_new_and_urgent)

    def failed(self) -> "OutgoingMessageQuerySet":
        """What was given up or refused for good."""
        return self.filter(status__in=["dead", "failed_permanent"])

    def finished_before(self, moment: datetime) -> "OutgoingMessageQuerySet":
        return self.filter(finished_at__lt=moment)

    @transaction.atomic
    def restart(self, *, now: datetime, by=None) -> bool:
        """Put failed rows that still have their words back in the queue; True when any row changed."""
        rows = list(self.failed().exclude(body_text="").select_for_update().values_list("pk", flat=True))
        self.model.objects.filter(pk__in=rows).update(
            status="pending",
            attempts=0,
            uncertain_retries=0,
            outage_since=None,
            smtp_started_at=None,
            next_attempt_at=now,
            finished_at=None,
            staff_told_at=None,
        )
        self._note(rows, outcome="retried", now=now, error=f"by {by}" if by else "")
        return bool(rows)

    @transaction.atomic
    def withdraw(self, *, now: datetime, by=None, reason: str) -> int:
        """Cancel the waiting rows among these; returns how many."""
        rows = list(self.filter(status="pending").select_for_update().values_list("pk", flat=True))
        self.model.objects.filter(pk__in=rows).update(
            status="cancelled", finished_at=now, last_error_kind="cancelled", last_error=reason
        )
        self._note(rows, outcome="cancelled", now=now, error=f"{reason}, by {by}" if by else reason)
        return len(rows)

    def _note(self, rows: list, *, outcome: str, now: datetime, error: str) -> None:
        attempt = apps.get_model("notifications", "MessageAttempt")
        attempt.objects.bulk_create(attempt(message_id=row, at=now, outcome=outcome, error=error) for row in rows)


class SuppressionQuerySet(models.QuerySet):
    """Addresses that asked for less, or that bounce."""

    def of_address(self, email: str) -> "SuppressionQuerySet":
        return self.filter(email_norm=email.strip().lower())

    def add_address(self, *, email: str, scope: str, source: str, now: datetime) -> None:
        """Note an address once for a scope."""
        row = self.model(email_norm=email.strip().lower(), scope=scope, source=source[:120], at=now)
        self.bulk_create([row], ignore_conflicts=True)


class HeartbeatQuerySet(models.QuerySet):
    """One row for each regular job."""

    def beat(self, name: str, *, now: datetime) -> None:
        """Write down that the job has just run."""
        self.update_or_create(name=name, defaults={"at": now})
