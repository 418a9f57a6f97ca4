"""The morning after a session: thanks, and the pages that the adviser chose."""

from datetime import datetime, time, timedelta

from golab.notifications.models import OutgoingMessage
from surgeries.models import Booking
from surgeries.models.bookings import OUTCOME_CORRECTABLE
from surgeries.reading import pages_at
from surgeries.states import Status
from surgeries.telling import decision_messages
from surgeries.wording import local, whole_day

MORNING = time(8)


def send_follow_ups(*, now: datetime) -> int:
    """Write those that are due, each once, however often this runs. Returns how many."""
    if local(now).time() < MORNING:
        return 0
    yesterday_ends = whole_day(local(now).date())[0] - timedelta(microseconds=1)
    over = Booking.objects.filter(
        status=Status.ATTENDED,
        contact__isnull=False,
        slot__ends_at__range=(now - OUTCOME_CORRECTABLE, yesterday_ends),
    )
    told = OutgoingMessage.objects.filter(kind="booking_followup").values("subject_uuid")
    due = list(over.exclude(uuid__in=told).with_everything())
    for booking in due:
        decision_messages.follow_up(booking, pages=pages_at(booking.suggested_pages), now=now)
    return len(due)
