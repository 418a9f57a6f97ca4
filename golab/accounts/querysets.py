"""Reads on users, contacts and people."""

from datetime import date, datetime

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

from golab.accounts.emails import normalise_email


class UserQuerySet(models.QuerySet):
    """People with accounts."""

    def readers(self) -> "UserQuerySet":
        """Those who do not work on the site."""
        return self.filter(is_staff=False, is_superuser=False, groups__isnull=True)

    def last_here_before(self, moment: datetime) -> "UserQuerySet":
        """Those who signed in last, or opened the account and never did, before this moment."""
        return self.annotate(last_here_at=Coalesce("last_login", "date_joined")).filter(last_here_at__lt=moment)

    def never_proved(self) -> "UserQuerySet":
        """Those who opened an account and never entered the code."""
        return self.filter(last_login__isnull=True).exclude(emailaddress__verified=True)


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
