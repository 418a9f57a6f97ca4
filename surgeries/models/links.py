"""Someone asks for the links to their bookings."""

from django.db import models


class LinkRequest(models.Model):
    """An address that asked. It is answered a moment later, so that the page that takes it does the same for all."""

    email_norm = models.EmailField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"asked {self.asked_at:%-d %B %Y %H:%M}"
