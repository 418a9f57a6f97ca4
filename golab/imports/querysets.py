"""Reads on import jobs and on what they change."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Count, Q


class ImportJobQuerySet(models.QuerySet):
    """Jobs by what is due."""

    def of_kinds(self, kinds: Iterable[str]) -> "ImportJobQuerySet":
        return self.filter(kind__in=kinds)

    def without_content(self) -> "ImportJobQuerySet":
        """The file can be large: lists do without it."""
        return self.defer("content")

    def with_work(self) -> "ImportJobQuerySet":
        return self.filter(state__in=self.model.WORKING_STATES)

    def claimable(self, now: datetime) -> "ImportJobQuerySet":
        """Jobs with work that no living worker holds."""
        return self.with_work().filter(Q(lease_until__isnull=True) | Q(lease_until__lt=now))

    def forgettable(self, before: datetime) -> "ImportJobQuerySet":
        """Ended jobs that still hold their file, although nobody can need it any more."""
        return self.filter(created_at__lt=before).exclude(state__in=self.model.WORKING_STATES).exclude(content=b"")


class ImportChangeQuerySet(models.QuerySet):
    """Changes by what they do and how far they are."""

    def planned(self) -> "ImportChangeQuerySet":
        return self.filter(action__in=[self.model.Action.CREATE, self.model.Action.UPDATE])

    def to_apply(self) -> "ImportChangeQuerySet":
        return self.planned().filter(applied_at__isnull=True, error="").order_by("position")

    def applied(self) -> "ImportChangeQuerySet":
        return self.filter(applied_at__isnull=False)

    def to_undo(self) -> "ImportChangeQuerySet":
        return self.applied().filter(undone_at__isnull=True, error="").order_by("-position")

    def with_errors(self) -> "ImportChangeQuerySet":
        return self.exclude(error="")

    def counts(self) -> dict[str, int]:
        """How many were created, changed, unchanged, wrong, applied and undone, in one query."""
        action = self.model.Action
        return self.aggregate(
            create=Count("pk", filter=Q(action=action.CREATE)),
            update=Count("pk", filter=Q(action=action.UPDATE)),
            unchanged=Count("pk", filter=Q(action=action.UNCHANGED)),
            errors=Count("pk", filter=~Q(error="")),
            applied=Count("pk", filter=Q(applied_at__isnull=False)),
            undone=Count("pk", filter=Q(undone_at__isnull=False)),
        )
