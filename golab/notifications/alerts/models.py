"""Who is told of what. A row that nobody confirmed is deleted after a week; one that was stopped at once."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from golab.accounts.models import Contact


class SubscriptionQuerySet(models.QuerySet):
    """Subscriptions by how far they are."""

    def confirmed(self) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=False)

    def due(self, now: datetime) -> "SubscriptionQuerySet":
        """Those whose week is over, the longest over first."""
        return self.confirmed().filter(next_at__lte=now).order_by("next_at", "pk")

    def unconfirmed_before(self, moment: datetime) -> "SubscriptionQuerySet":
        return self.filter(confirmed_at__isnull=True, asked_at__lt=moment)

    def of_email(self, email_norm: str) -> "SubscriptionQuerySet":
        return self.filter(contact__email_norm=email_norm)


class Subscription(models.Model):
    """One address that is told of what is new for one search."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    label = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="subscription_once_for_a_search", fields=["contact", "source", "query"]),
            models.CheckConstraint(
                name="subscription_confirmed_has_its_times",
                condition=Q(confirmed_at__isnull=True, told_until__isnull=True, next_at__isnull=True)
                | Q(confirmed_at__isnull=False, told_until__isnull=False, next_at__isnull=False),
                violation_error_message="A subscription has its times exactly when it is confirmed.",
            ),
        ]
        indexes = [
            models.Index(name="subscription_due", fields=["next_at"], condition=Q(confirmed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None
