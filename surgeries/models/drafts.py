"""Answers of a booking that is not sent yet."""

import uuid
from datetime import datetime, timedelta

from django.db import models

KEPT_FOR = timedelta(hours=24)


class BookingDraft(models.Model):
    """The answers so far, kept for a day. Who holds its id in their session may go on with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"begun {self.created_at:%-d %B %Y %H:%M}"

    def is_stale(self, *, now: datetime) -> bool:
        """Whether a day has passed since the last answer."""
        return self.updated_at < now - KEPT_FOR

    def keep(self, answers: dict, *, now: datetime) -> None:
        """Add answers to those given."""
        self.answers |= answers
        self.updated_at = now
        self.save()
