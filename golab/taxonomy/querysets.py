"""Reads on terms."""

from django.db import models


class TermQuerySet(models.QuerySet):
    """Terms, in the order staff gave them."""

    def active(self) -> "TermQuerySet":
        return self.filter(is_active=True)
