"""The line that each change of a booking leaves in its history."""

from datetime import datetime

from golab.accounts.models import User
from surgeries.models import Booking, BookingEvent, Slot


def note(
    booking: Booking,
    kind: str,
    *,
    actor: str,
    by: User | None,
    now: datetime,
    from_status: str | None = None,
    from_slot: Slot | None = None,
) -> BookingEvent:
    """Write it: call it inside the transaction that makes the change, after it."""
    return BookingEvent.objects.create(
        booking=booking,
        at=now,
        kind=kind,
        actor=actor,
        by=by,
        from_status=booking.status if from_status is None else from_status,
        to_status=booking.status,
        from_slot=from_slot,
        to_slot=booking.slot,
        sequence=booking.sequence,
    )


def name_of(by: User | None) -> str:
    """Who did it, as messages say."""
    return (by.get_full_name() if by else "") or "The surgeries team"
