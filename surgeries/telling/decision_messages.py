"""Messages about bookings that staff have to accept, and about what came of those that were kept or missed."""

from datetime import datetime

from django.conf import settings

from golab.notifications.models import OutgoingMessage
from golab.pages.tree import Node, site_tree
from surgeries import tokens, wording
from surgeries.models import Booking
from surgeries.reading import links_to, reading_for
from surgeries.telling.facts import Teller, absolute
from surgeries.times.rules import booking_rules

SUPPORT = "/support/"


def tell_asked_for(booking: Booking, *, now: datetime) -> None:
    """To the person who asks, and to the inbox, which has to decide."""
    tell, by_when = Teller(booking, now), _decided_by(booking)
    tell.booker("booking_requested", "requested", answer_by=by_when)
    role = booking.role or "no role given"
    tell.inbox("requested", kind="staff_booking_needs_decision", answer_by=by_when, role=role)


def tell_declined(booking: Booking, *, reason: str, now: datetime) -> None:
    """A refusal with other ways."""
    support = site_tree.get().by_url.get(SUPPORT)
    Teller(booking, now).booker(
        "booking_declined",
        "declined",
        reason=reason,
        suggested_links=links_to(reading_for(booking.topic)),
        support_url=f"{settings.SITE_URL}{support.url if support else '/'}",
    )


def tell_expired(booking: Booking, *, now: datetime) -> None:
    """We did not answer in time; the answers can be used again."""
    Teller(booking, now).booker(
        "booking_expired", "expired", answer_by=_decided_by(booking), rebook_url=_again_url(booking)
    )


def tell_missed(booking: Booking, *, now: datetime) -> None:
    """No blame, and the answers can be used again."""
    Teller(booking, now).booker(
        "booking_no_show",
        "noshow",
        rebook_url=_again_url(booking),
        date_phrase=wording.day_as_seen(booking.slot.starts_at, now=now),
        unsubscribe_url=_stop_url(booking),
    )


def follow_up(booking: Booking, *, pages: list[Node], now: datetime) -> OutgoingMessage | None:
    """Thanks, with the pages that the adviser chose."""
    return Teller(booking, now).booker(
        "booking_followup",
        "followup",
        suggested_links=links_to(pages),
        book_url=absolute("need"),
        feedback_url=absolute("feedback", tokens.feedback_token(booking)),
        date_phrase=wording.day_as_seen(booking.slot.starts_at, now=now),
        unsubscribe_url=_stop_url(booking),
    )


def _again_url(booking: Booking) -> str:
    return absolute("again", tokens.token_of(booking))


def _stop_url(booking: Booking) -> str:
    return absolute("reminders", tokens.token_of(booking))


def _decided_by(booking: Booking) -> str:
    moment = booking_rules.get().decide_by(booking.created_at, booking.slot.starts_at)
    return f"{wording.day(moment)}, {wording.time(moment)}"
