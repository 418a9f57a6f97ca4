"""What time has to do with an event: when it is, whether it is over, what became of its date."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from events.wording import HOME_ZONE, days_of, validate_zone, when


class Status(models.TextChoices):
    SCHEDULED = "scheduled", "As planned"
    RESCHEDULED = "rescheduled", "Moved to a new time"
    POSTPONED = "postponed", "Postponed, no new time yet"
    CANCELLED = "cancelled", "Cancelled"


class Timed:
    """For whatever has `starts_at`, `ends_at`, `is_all_day`, `time_zone`, `date_note`, `sort_date` and `status`."""

    @property
    def known_zone(self) -> str:
        """The event's own, or ours while a form holds a zone that is none."""
        try:
            validate_zone(self.time_zone)
        except ValidationError:
            return HOME_ZONE
        return self.time_zone

    @property
    def when(self) -> str:
        """The date and time in words; for a past event without them, why."""
        if not self.starts_at:
            return self.date_note
        return when(self.starts_at, self.ends_at, self.known_zone, is_all_day=self.is_all_day)

    @property
    def local_start(self) -> datetime | None:
        return self.starts_at and self.starts_at.astimezone(ZoneInfo(self.known_zone))

    @property
    def last_day(self) -> date | None:
        return self.ends_at and days_of(self.starts_at, self.ends_at, self.known_zone)[1]

    @property
    def is_over(self) -> bool:
        """Whether it has ended. What is on now is not over; what has no date is."""
        return self.ends_at is None or self.ends_at <= timezone.now()

    @property
    def is_on_now(self) -> bool:
        return self.takes_place and not self.is_over and self.starts_at <= timezone.now()

    @property
    def place_in_list(self) -> str:
        """The heading under which a list by time has it."""
        if not self.is_over:
            return "Coming up"
        return str(self.sort_date.year) if self.sort_date else "Date not recorded"

    @property
    def is_cancelled(self) -> bool:
        return self.status == Status.CANCELLED

    @property
    def is_postponed(self) -> bool:
        return self.status == Status.POSTPONED

    @property
    def is_rescheduled(self) -> bool:
        return self.status == Status.RESCHEDULED

    @property
    def takes_place(self) -> bool:
        return not (self.is_cancelled or self.is_postponed)

    @property
    def state(self) -> str:
        """What the label beside the title says."""
        if not self.takes_place:
            return "Cancelled" if self.is_cancelled else "Postponed"
        if self.is_over:
            return "Past event"
        if self.is_on_now:
            return "On now"
        return "New time" if self.is_rescheduled else "Coming up"

    @property
    def changes_at(self) -> datetime | None:
        """When the page will next say something else because time has passed."""
        ahead = [moment for moment in (self.starts_at, self.ends_at) if moment and moment > timezone.now()]
        return min(ahead, default=None)
