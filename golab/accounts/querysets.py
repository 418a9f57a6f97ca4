"""Reads on contacts and people."""

from datetime import date

from django.db import models
from django.utils import timezone

from golab.accounts.emails import normalise_email


class ContactQuerySet(models.QuerySet):
    """People whom we write to."""

    def with_email(self, address: str) -> "ContactQuerySet":
        """The contact with this address, however it is typed; empty if we do not know it."""
        return self.filter(email_norm=normalise_email(address))


class PersonQuerySet(models.QuerySet):
    """Public profiles."""

    def published(self, *, on: date | None = None) -> "PersonQuerySet":
        """Profiles that readers may see on this day (by default today, in London): agreed, shown, not yet left."""
        day = on or timezone.localdate()
        return self.filter(is_published=True, agreed_on__lte=day).filter(
            models.Q(left_on__isnull=True) | models.Q(left_on__gt=day)
        )
