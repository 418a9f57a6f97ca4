"""Staff decide: on bookings that have to be accepted, on how a session went, on all of a day. Writes across models."""

import logging
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from golab.accounts.models import User
from surgeries import actions
from surgeries.errors import NotNow, Refused
from surgeries.history import note
from surgeries.models import AdviserProfile, Booking, BookingEvent
from surgeries.states import Status
from surgeries.telling import decision_messages, messages
from surgeries.times.rules import booking_rules
from surgeries.wording import whole_day

Kind = BookingEvent.Kind
logger = logging.getLogger(__name__)


@transaction.atomic
def accept(*, booking: Booking, by: User, now: datetime) -> Booking:
    """What was asked for is a booking now, and told as one. Raises NotNow with who was faster, or once it has begun."""
    _refuse_decided(booking)
    if booking.has_started(now=now):
        raise NotNow("This session would have started already.")
    booking.accept(now=now)
    _note(booking, Kind.ACCEPTED, by, now)
    messages.tell_booked(booking, earlier=booking.earlier_bookings(), was_asked_for=True, now=now)
    return booking


@transaction.atomic
def decline(*, booking: Booking, reason: str, by: User, now: datetime) -> Booking:
    """The time is free again, and the person hears why. Raises NotNow when it is decided already."""
    _refuse_decided(booking)
    booking.decline(now=now)
    _note(booking, Kind.DECLINED, by, now)
    decision_messages.tell_declined(booking, reason=reason, now=now)
    return booking


def expire_unanswered(*, now: datetime) -> int:
    """Let go of what nobody decided in time, each on its own. Returns how many."""
    rules, lapsed = booking_rules.get_from_database(), 0
    for booking in Booking.objects.filter(status=Status.REQUESTED).with_everything():
        if rules.decide_by(booking.created_at, booking.slot.starts_at) <= now:
            lapsed += _expire(booking, now)
    return lapsed


def _expire(booking: Booking, now: datetime) -> bool:
    try:
        with transaction.atomic():
            booking.expire(now=now)
            _note(booking, Kind.EXPIRED, None, now)
            decision_messages.tell_expired(booking, now=now)
    except Refused:
        return False  # someone has decided meanwhile
    return True


@transaction.atomic
def record_outcome(
    *,
    booking: Booking,
    attended: bool,
    remark: str,
    by: User,
    now: datetime,
    pages: tuple[str, ...] = (),
    tells: bool = False,
) -> Booking:
    """How it went. `pages` go into the follow-up message; `tells` someone who did not come that we missed them.

    Raises NotNow before the start, and where the state or 14 days stand against it.
    """
    was = booking.status
    if attended:
        booking.mark_attended(note=remark, pages=pages, now=now)
    else:
        booking.mark_no_show(note=remark, now=now)
    _note(booking, Kind.ATTENDED if attended else Kind.NO_SHOW, by, now, was=was)
    if tells and not attended:
        decision_messages.tell_missed(booking, now=now)
    return booking


def cancel_day(
    *, adviser: AdviserProfile, day: date, reason: str, by: User, now: datetime
) -> tuple[int, list[Booking]]:
    """Withdraw the booked times of one of London's days, each on its own: one that fails stops no other.

    Returns how many bookings were cancelled, and those that were not.
    """
    booked = Booking.objects.waiting(now=now).filter(slot__adviser=adviser, slot__starts_at__range=whole_day(day))
    return cancel_each(bookings=booked.with_everything().order_by("slot__starts_at"), reason=reason, by=by, now=now)


def cancel_each(*, bookings: Iterable[Booking], reason: str, by: User, now: datetime) -> tuple[int, list[Booking]]:
    """Withdraw the times of these bookings, each on its own: as above."""
    cancelled, failed = 0, []
    for booking in bookings:
        try:
            actions.withdraw(slot=booking.slot, reason=reason, by=by, now=now)
        except Exception:  # whatever it is: the others still have to hear that nobody will be there
            logger.exception("Booking %s could not be cancelled with its day", booking.pk)
            failed.append(booking)
        else:
            cancelled += 1
    return cancelled, failed


def _note(booking: Booking, kind: str, by: User | None, now: datetime, *, was: str = Status.REQUESTED) -> None:
    actor = Booking.By.STAFF if by else Booking.By.SYSTEM
    note(booking, kind, actor=actor, by=by, now=now, from_status=was)


def _refuse_decided(booking: Booking) -> None:
    """Say who was faster, rather than only that something changed."""
    standing = Booking.objects.get(pk=booking.pk)
    if standing.status == Status.REQUESTED:
        return
    last = booking.events.filter(to_status=standing.status).select_related("by").last()
    who = (last.by.get_full_name() or last.by.email) if last and last.by else "someone else"
    raise NotNow(f"This booking is already {standing.get_status_display().lower()}, by {who}.")
