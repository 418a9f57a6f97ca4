"""What happened to bookings."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from surgeries.models.bookings import Booking
from surgeries.models.slots import Slot


class BookingEvent(models.Model):
    """What happened to a booking, one line for each change of state or time; only ever added to."""

    class Kind(models.TextChoices):
        BOOKED = "booked", "Booked"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        EXPIRED = "expired", "Lapsed"
        MOVED = "moved", "Moved"
        CANCELLED = "cancelled", "Cancelled"
        ATTENDED = "attended", "Marked as having taken place"
        NO_SHOW = "no_show", "Marked as missed"
        QUESTION = "question", "Question changed"
        LINK = "link", "Link replaced"
        FORGOTTEN = "forgotten", "Personal details removed"

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=9, choices=Kind)
    actor = models.CharField(max_length=6, choices=Booking.By)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    from_status = models.CharField(max_length=9, blank=True)
    to_status = models.CharField(max_length=9)
    from_slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="booking_event_once_for_each_sequence",
                fields=["booking", "sequence"],
                condition=Q(kind__in=["booked", "moved", "cancelled"]),
                violation_error_message="Each change of a booking's time is told once.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%-d %B %Y %H:%M}"
