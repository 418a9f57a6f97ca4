"""The states of a booking (booking.md 3.2)."""

from django.db import models


class Status(models.TextChoices):
    REQUESTED = "requested", "Waiting for an answer"
    CONFIRMED = "confirmed", "Confirmed"
    ATTENDED = "attended", "Took place"
    NO_SHOW = "no_show", "Nobody came"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Lapsed"
    CANCELLED = "cancelled", "Cancelled"


LIVE = (Status.REQUESTED, Status.CONFIRMED, Status.ATTENDED, Status.NO_SHOW)  # these hold their time
WAITING = (Status.REQUESTED, Status.CONFIRMED)
