"""The outbox: every message is a row, written in the same transaction as the fact it tells."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from golab.notifications.alerts.models import Subscription
from golab.notifications.hold import Hold
from golab.notifications.querysets import HeartbeatQuerySet, OutgoingMessageQuerySet, SuppressionQuerySet
from golab.notifications.rewording import Rewording

__all__ = ["Heartbeat", "Hold", "MessageAttempt", "OutgoingMessage", "Rewording", "Subscription", "Suppression"]


class OutgoingMessage(models.Model):
    """One email to one person, rendered and frozen when it was written. All its timing stands here."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED_PERMANENT = "failed_permanent", "Refused by the recipient's mail system"
        DEAD = "dead", "Given up"
        CANCELLED = "cancelled", "Not sent: no longer needed"
        SUPPRESSED = "suppressed", "Not sent: held back"

    class Priority(models.IntegerChoices):
        URGENT = 10, "Urgent"  # someone waits in front of the screen: a sign-in code
        NORMAL = 50, "Normal"
        BULK = 90, "Bulk"  # many at once: an event's update, a digest

    FINAL = [Status.SENT, Status.FAILED_PERMANENT, Status.DEAD, Status.CANCELLED, Status.SUPPRESSED]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dedupe_key = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    audience = models.CharField(max_length=60, blank=True)
    to_name = models.CharField("name", max_length=75, blank=True)
    to_email = models.EmailField("address", max_length=254)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=250)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    ics_text = models.TextField(null=True, blank=True)
    ics_method = models.CharField(max_length=10, null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_uuid = models.UUIDField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    not_before = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)

    status = models.CharField(max_length=16, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField("refusals", default=0)
    outage_since = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    smtp_started_at = models.DateTimeField(null=True, blank=True)
    uncertain_retries = models.PositiveSmallIntegerField(default=0)
    last_error_kind = models.CharField(max_length=20, blank=True)
    last_error = models.TextField(blank=True)
    message_id = models.CharField(max_length=255)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    staff_told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField("written")

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        constraints = [
            models.UniqueConstraint(name="message_dedupe_key_is_unique", fields=["dedupe_key"]),
            models.CheckConstraint(
                name="message_claimed_only_while_sending",
                condition=Q(status="sending", claim__isnull=False, lease_until__isnull=False)
                | ~Q(status="sending") & Q(claim__isnull=True, lease_until__isnull=True),
                violation_error_message="A message has a claim and a lease exactly while it is being sent.",
            ),
            models.CheckConstraint(
                name="message_finished_only_in_final_state",
                condition=Q(status__in=["pending", "sending"], finished_at__isnull=True)
                | Q(
                    status__in=["sent", "failed_permanent", "dead", "cancelled", "suppressed"],
                    finished_at__isnull=False,
                ),
                violation_error_message="A message has a time of finishing exactly when it is finished.",
            ),
            models.CheckConstraint(
                name="message_sent_has_its_time",
                condition=Q(status="sent", sent_at__isnull=False) | ~Q(status="sent") & Q(sent_at__isnull=True),
                violation_error_message="A message has a time of sending exactly when it was sent.",
            ),
            models.CheckConstraint(
                name="message_repeats_uncertain_once",
                condition=Q(uncertain_retries__lte=1),
                violation_error_message="A message whose fate is unknown is repeated at most once.",
            ),
            models.CheckConstraint(
                name="message_calendar_is_whole",
                condition=Q(ics_text__isnull=True, ics_method__isnull=True)
                | Q(ics_text__isnull=False, ics_method__isnull=False, ics_method__in=["REQUEST", "CANCEL", "PUBLISH"]),
                violation_error_message="A calendar entry needs its text and one of REQUEST, CANCEL or PUBLISH.",
            ),
            models.CheckConstraint(
                name="message_headers_are_one_line",
                condition=~(
                    Q(subject__regex=r"[\r\n]")
                    | Q(to_name__regex=r"[\r\n]")
                    | Q(to_email__regex=r"[\r\n]")
                    | Q(reply_to__regex=r"[\r\n]")
                ),
                violation_error_message="Subject, name and addresses are one line each.",
            ),
        ]
        indexes = [
            models.Index(name="message_due", fields=["priority", "next_attempt_at"], condition=Q(status="pending")),
            models.Index(name="message_leased", fields=["lease_until"], condition=Q(status="sending")),
            models.Index(name="message_finished", fields=["status", "finished_at"]),
            models.Index(name="message_subject", fields=["subject_kind", "subject_uuid"]),
            models.Index(name="message_newest", fields=["-created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.to_email})"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.PENDING

    @property
    def can_be_retried(self) -> bool:
        """Whether staff may send it again: it failed, and its words have not been purged."""
        return self.status in (self.Status.DEAD, self.Status.FAILED_PERMANENT) and bool(self.body_text)

    def retry(self, *, now, by=None) -> bool:
        """Put a failed message back in the queue. False when someone else already has."""
        return OutgoingMessage.objects.filter(pk=self.pk).restart(now=now, by=by)

    def cancel(self, *, now, by=None, reason: str = "Cancelled by staff") -> bool:
        """Withdraw a waiting message. False when it is no longer waiting."""
        return OutgoingMessage.objects.filter(pk=self.pk).withdraw(now=now, by=by, reason=reason) == 1


class MessageAttempt(models.Model):
    """What happened to a message, one line for each event; only ever added to."""

    class Outcome(models.TextChoices):
        SENT = "sent", "Accepted by the mail server"
        OUTAGE = "outage", "Mail server not reached"
        TEMPORARY = "temporary", "Refused for the time being"
        PERMANENT = "permanent", "Refused for good"
        UNKNOWN = "unknown", "Unexpected error"
        UNCERTAIN = "uncertain", "Fate unknown"
        LOST = "lost", "The worker stopped in mid-delivery"
        CANCELLED = "cancelled", "No longer needed"
        SUPPRESSED = "suppressed", "Held back"
        RETRIED = "retried", "Put back in the queue by staff"
        CORRECTED = "corrected", "Written anew to a corrected address by staff"

    message = models.ForeignKey(OutgoingMessage, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    smtp_code = models.PositiveSmallIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    worker = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_smtp_code_is_a_reply_code",
                condition=Q(smtp_code__isnull=True) | Q(smtp_code__range=(200, 599)),
                violation_error_message="A reply code of a mail server lies between 200 and 599.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()


class Suppression(models.Model):
    """An address that some messages no longer go to."""

    class Scope(models.TextChoices):
        REMINDERS = "reminders", "Reminders"
        DIGEST = "digest", "Digests of surgeries"
        ALERTS = "alerts", "Alerts"
        ALL_NONESSENTIAL = "all_nonessential", "Everything that is not essential"
        HARD_BOUNCE = "hard_bounce", "The address does not take mail"

    email_norm = models.EmailField("address", max_length=254)
    scope = models.CharField(max_length=16, choices=Scope)
    at = models.DateTimeField()
    source = models.CharField(max_length=120, help_text="Where this comes from, in plain words.")

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="suppression_once_for_address_and_scope", fields=["email_norm", "scope"]),
            models.CheckConstraint(
                name="suppression_address_is_lower_case",
                condition=Q(email_norm=models.functions.Lower("email_norm")),
                violation_error_message="Addresses are kept in lower case.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email_norm}: {self.get_scope_display()}"

    def blocks(self, scope: str) -> bool:
        """Whether it holds back a message of this scope; never an essential one ("")."""
        return bool(scope) and self.scope in {scope, self.Scope.ALL_NONESSENTIAL, self.Scope.HARD_BOUNCE}


class Heartbeat(models.Model):
    """When a regular job last ran to its end: what tells a deaf worker from a living one."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.at:%Y-%m-%d %H:%M:%S}"
