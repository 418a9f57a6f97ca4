"""What people say of a surgery afterwards."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from surgeries.models.bookings import Booking

COMMENT_LENGTH = 1000


class Feedback(models.Model):
    """Three answers about one surgery, by the person who booked it; they may change them while the link works."""

    class Helped(models.TextChoices):
        YES = "yes", "Yes, it did"
        PARTLY = "partly", "Partly"
        NO = "no", "No"
        EARLY = "early", "It is too early to say"

    class Heard(models.TextChoices):
        COLLEAGUE = "colleague", "From a colleague"
        HUB = "hub", "On this site"
        EVENT = "event", "At an event"
        SEARCH = "search", "By searching the web"
        BEFORE = "before", "I had one before"
        OTHER = "other", "Some other way"

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="feedback")
    helped = models.CharField(max_length=6, choices=Helped)
    comment = models.TextField(max_length=COMMENT_LENGTH, blank=True)
    heard = models.CharField(max_length=9, choices=Heard, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "feedback"
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="feedback_says_whether_it_helped",
                condition=Q(helped__in=["yes", "partly", "no", "early"]),
                violation_error_message="Say whether it helped.",
            ),
            models.CheckConstraint(
                name="feedback_heard_is_known",
                condition=Q(heard__in=["", "colleague", "hub", "event", "search", "before", "other"]),
                violation_error_message="Choose one of the list.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_helped_display()}, {self.created_at:%-d %B %Y}"

    @classmethod
    def keep(cls, booking: Booking, *, now: datetime, **answers: str) -> "Feedback":
        """The answers about a booking: one row however often they are sent."""
        row, _ = cls.objects.update_or_create(
            booking=booking,
            defaults={**answers, "updated_at": now},
            create_defaults={**answers, "created_at": now, "updated_at": now},
        )
        return row
