"""Reminders, a week and a day before (booking.md 3.5): no timer anywhere, a look at the clock every ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q

from golab.notifications.models import Suppression
from surgeries.models import Booking, BookingEvent
from surgeries.states import Status
from surgeries.telling import messages
from surgeries.wording import LONDON, local

QUIET = timedelta(hours=12)  # no reminder right after the confirmation


@dataclass(frozen=True)
class Reminder:
    """`days` before on London's calendar, so that a change of the clocks does not move it."""

    kind: str
    key: str
    days: int

    def due_at(self, starts_at: datetime) -> datetime:
        wall = local(starts_at).replace(tzinfo=None) - timedelta(days=self.days)
        return wall.replace(tzinfo=LONDON)

    def expires_at(self, starts_at: datetime) -> datetime:
        if self.days > 1:
            return self.due_at(starts_at) + timedelta(days=1)
        return starts_at - timedelta(hours=2)

    def is_due(self, booking: Booking, *, now: datetime) -> bool:
        """One that is too late is due as well: the outbox does not send it, and lists it with the reason."""
        due = self.due_at(booking.slot.starts_at)
        return due <= now < booking.slot.starts_at and booking.settled_at < due - QUIET


WEEK = Reminder("booking_reminder_7d", "rem7d", 7)
DAY = Reminder("booking_reminder_24h", "rem24h", 1)


def send_reminders(*, now: datetime) -> int:
    """Write the reminders that are due; each once, however often this runs. Returns how many it looked at as due."""
    made = Q(events__kind__in=[BookingEvent.Kind.BOOKED, BookingEvent.Kind.MOVED])
    soon = Booking.objects.filter(
        status=Status.CONFIRMED, slot__starts_at__range=(now, now + timedelta(days=8)), contact__isnull=False
    )
    due = 0
    for booking in soon.annotate(settled_at=Max("events__at", filter=made)).with_everything():
        for reminder in (WEEK, DAY):
            if reminder.is_due(booking, now=now):
                expires_at = reminder.expires_at(booking.slot.starts_at)
                messages.remind(booking, kind=reminder.kind, key=reminder.key, expires_at=expires_at, now=now)
                due += 1
    return due


def gets_reminders(booking: Booking) -> bool:
    """Whether the person who booked has not asked us to send none."""
    email = booking.contact.email_norm if booking.contact else ""
    return not any(one.blocks(Suppression.Scope.REMINDERS) for one in Suppression.objects.of_address(email))
