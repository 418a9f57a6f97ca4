"""What is removed when (booking.md 3.8, and as the privacy page says). Every job may run twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import ProtectedError

from golab.accounts.models import Contact
from surgeries.models import Booking, BookingDraft, BookingEvent, Feedback, SurgeryRequest
from surgeries.models.drafts import KEPT_FOR
from surgeries.times.rules import booking_rules

KEEP_NEEDS = timedelta(days=30)
DAYS_IN_A_MONTH = 30.5
AT_MOST = 500  # in one run: the next night goes on


def forget_old(*, now: datetime) -> dict[str, int]:
    """Remove what has been kept long enough. Returns how many of each."""
    long_ago = now - timedelta(days=booking_rules.get().keep_months * DAYS_IN_A_MONTH)
    needs = Booking.objects.with_needs_since_over(now - KEEP_NEEDS)[:AT_MOST]
    for booking in needs:
        booking.forget_needs()
    bookings = list(Booking.objects.with_names_since_over(long_ago).select_related("contact", "slot")[:AT_MOST])
    for booking in bookings:
        forget_booking(booking, now=now)
    requests = SurgeryRequest.objects.filter(created_at__lt=long_ago, anonymised_at__isnull=True)
    requests = list(requests.select_related("contact")[:AT_MOST])
    for request in requests:
        forget_request(request, now=now)
    drafts = forget_drafts(now=now)
    return {"access needs": len(needs), "bookings": len(bookings), "requests": len(requests), "drafts": drafts}


def forget_drafts(*, now: datetime) -> int:
    """Delete answers that nobody has touched for a day."""
    return BookingDraft.objects.filter(updated_at__lt=now - KEPT_FOR).delete()[0]


@transaction.atomic
def forget_booking(booking: Booking, *, now: datetime) -> None:
    """Remove what could identify anyone, and the address with it unless something else needs it."""
    contact = booking.contact
    booking.forget(now=now)
    Feedback.objects.filter(booking=booking).update(comment="", updated_at=now)
    BookingEvent.objects.create(
        booking=booking,
        at=now,
        kind=BookingEvent.Kind.FORGOTTEN,
        actor=Booking.By.SYSTEM,
        from_status=booking.status,
        to_status=booking.status,
        to_slot=booking.slot,
        sequence=booking.sequence,
    )
    release(contact)


@transaction.atomic
def forget_request(request: SurgeryRequest, *, now: datetime) -> None:
    """The same for a request."""
    contact = request.contact
    request.forget(now=now)
    release(contact)


def release(contact: Contact | None) -> None:
    """Forget the address, unless another booking, or another room, still writes to it."""
    if contact is None:
        return
    try:
        with transaction.atomic():
            contact.delete()
    except ProtectedError:
        return
