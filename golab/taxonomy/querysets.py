"""Reads on terms and places."""

from django.db import models


class TermQuerySet(models.QuerySet):
    """Terms, in the order staff gave them."""

    def active(self) -> "TermQuerySet":
        return self.filter(is_active=True)


class PlaceQuerySet(models.QuerySet):
    """Places by kind; retired places stay on what has them and are offered no more."""

    def active(self) -> "PlaceQuerySet":
        return self.filter(is_active=True)

    def nations(self) -> "PlaceQuerySet":
        return self.filter(kind=self.model.Kind.NATION)

    def regions(self) -> "PlaceQuerySet":
        return self.filter(kind=self.model.Kind.REGION)

    def councils(self) -> "PlaceQuerySet":
        return self.filter(kind=self.model.Kind.COUNCIL)
