"""A reader's journey as they chose to show it to someone: by a link that nobody can guess, until a day or a word."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

KEPT = timedelta(days=90)
MOST = 10  # at a time, for one reader


def new_token() -> str:
    """256 bits for an address."""
    return secrets.token_urlsafe(32)


class SharedJourneyQuerySet(models.QuerySet):
    """Links that readers gave away."""

    def standing(self, *, now: datetime) -> "SharedJourneyQuerySet":
        return self.filter(expires_at__gt=now)

    def forget_ended(self, *, now: datetime) -> int:
        """Delete what nobody can open any more; returns how many."""
        return self.filter(expires_at__lte=now).delete()[0]


class SharedJourney(models.Model):
    """What was marked when the link was made; later marks do not show."""

    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    progress = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = SharedJourneyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="shared_journey_ends_after_it_began", condition=models.Q(expires_at__gt=models.F("made_at"))
            )
        ]

    def __str__(self) -> str:
        return f"Journey shared on {self.made_at:%Y-%m-%d}"

    @property
    def has_notes(self) -> bool:
        return any(self.progress.get(own_words) for own_words in ("notes", "worksheets", "decisions"))

    def get_absolute_url(self) -> str:
        return reverse("journey:shared", args=[self.token])
