"""The link in every message: whoever holds it may see and change one booking (booking.md 3.8)."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from golab.accounts.emails import normalise_email
from surgeries.models import Booking
from surgeries.states import Status

WORKS_FOR = timedelta(days=30)  # after the session

_signer = Signer(salt="surgeries.manage")
_for_colleagues = Signer(salt="surgeries.colleague")
_for_feedback = Signer(salt="surgeries.feedback")


def token_of(booking: Booking) -> str:
    """Always the same for a booking, so that every message has the same link; a new version revokes it."""
    return _signer.sign(f"{booking.uuid}.{booking.token_version}")


def manage_url(booking: Booking) -> str:
    """The whole address for a message."""
    return f"{settings.SITE_URL}{reverse('surgeries:manage', args=[token_of(booking)])}"


def colleague_token(booking: Booking, number: int) -> str:
    """What a colleague's reminder carries: it stops reminders to them, and opens nothing else."""
    return _for_colleagues.sign(f"{booking.uuid}.{number}")


def colleague_email_of(token: str) -> str:
    """The address of the colleague whom the token was made for; nothing for one that is altered or too old."""
    try:
        identity, _, number = _for_colleagues.unsign(token).partition(".")
        booking = Booking.objects.filter(uuid=uuid.UUID(identity)).first()
        return normalise_email(booking.extra_attendees[int(number)]["email"]) if booking else ""
    except (BadSignature, ValueError, IndexError):
        return ""


def feedback_token(booking: Booking) -> str:
    """What the message of the morning after carries: it opens three questions, and shows nothing of the booking."""
    return _for_feedback.sign(f"{booking.uuid}.{booking.token_version}")


def booking_of(token: str, *, now: datetime) -> Booking | None:
    """The booking that the link opens; None for one that is altered, made up, revoked or too old."""
    return _opened(_signer, token, now)


def booking_for_feedback(token: str, *, now: datetime) -> Booking | None:
    """The booking that took place and that the link asks about; None as above."""
    booking = _opened(_for_feedback, token, now)
    return booking if booking and booking.status == Status.ATTENDED else None


def _opened(signer: Signer, token: str, now: datetime) -> Booking | None:
    try:
        identity, _, version = signer.unsign(token).partition(".")
        wanted = {"uuid": uuid.UUID(identity), "token_version": int(version)}
    except (BadSignature, ValueError):
        return None
    booking = Booking.objects.with_everything().filter(**wanted, anonymised_at__isnull=True).first()
    return booking if booking and now <= booking.slot.ends_at + WORKS_FOR else None
