"""The kinds of message about surgeries: when they are still true, and who among the staff may read them."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from golab.accounts.emails import normalise_email
from golab.accounts.models import Contact
from golab.notifications import kinds
from golab.notifications.kinds import AddressRefused, MessageKind
from surgeries import permissions, retention
from surgeries.models import Booking
from surgeries.times.rules import booking_rules

BOOKING, REQUEST = "surgery_booking", "surgery_request"  # what a message is about
REMINDERS, DIGEST = "reminders", "digest"
TEAM = "the surgeries team"


def still_stands(message, now: datetime) -> bool:
    """Whether the booking is as the message says: live, to come, and not changed since (the key holds the sequence)."""
    sequence = next((part for part in message.dedupe_key.split(":")[2:] if part.isdigit()), None)
    waiting = Booking.objects.waiting(now=now).filter(uuid=message.subject_uuid)
    return waiting.filter(sequence=sequence).exists()


def took_place(message, now: datetime) -> bool:
    """Whether the surgery is still recorded as having taken place."""
    return Booking.objects.filter(uuid=message.subject_uuid, status=Booking.Status.ATTENDED).exists()


def was_missed(message, now: datetime) -> bool:
    """Whether the surgery is still recorded as missed."""
    return Booking.objects.filter(uuid=message.subject_uuid, status=Booking.Status.NO_SHOW).exists()


def may_view(user, message) -> bool:
    """Managers read all; an adviser what is about their own bookings."""
    if permissions.is_manager(user):
        return True
    own = Booking.objects.of_user(user) if permissions.is_adviser(user) else Booking.objects.none()
    return message.subject_kind == BOOKING and own.filter(uuid=message.subject_uuid).exists()


@transaction.atomic
def correct_address(message, email: str, now: datetime) -> None:
    """Write to the booker or colleague at the corrected address from now on, and no more to the wrong one.

    Raises AddressRefused where the address already holds as many bookings to come as one may.
    """
    booking = Booking.objects.filter(uuid=message.subject_uuid).select_related("contact").first()
    if message.subject_kind != BOOKING or booking is None:
        return
    address = normalise_email(email)
    if message.audience == "booker" and booking.contact:
        contact = _contact_with_room(address, booking, now)
        Booking.objects.filter(pk=booking.pk).update(contact=contact)
        retention.release(booking.contact)
    if message.audience == "colleague":
        wrong = normalise_email(message.to_email)
        told = [{**one, "email": address} if normalise_email(one.get("email") or "") == wrong else one
                for one in booking.extra_attendees]  # fmt: skip
        Booking.objects.filter(pk=booking.pk).update(extra_attendees=told)


def _contact_with_room(address: str, booking: Booking, now: datetime) -> Contact:
    """The address's own row, locked as for a booking, so that nobody books with it meanwhile."""
    Contact.objects.get_or_create(email_norm=address)
    contact = Contact.objects.select_for_update().get(email_norm=address)
    most = booking_rules.get_from_database().max_live_bookings
    others = Booking.objects.filter(contact=contact).waiting(now=now).exclude(pk=booking.pk)
    if booking.is_waiting(now=now) and others.count() >= most:
        raise AddressRefused(
            f"{address} has {most} surgeries booked already, and no address may hold more. Cancel one of those first, "
            "or raise the limit under Settings."
        )
    return contact


def _kind(
    name: str, label: str, *, why: str, is_news: bool = False, scope: str = "", is_still_true: Callable | None = None
) -> MessageKind:
    asks = is_still_true or (still_stands if is_news or scope == REMINDERS else None)
    relevance = {"still_relevant": asks} if asks else {}
    ours = {"may_view": may_view, "correct_address": correct_address}
    return MessageKind(name, label=label, why=why, reply_to_name=TEAM, scope=scope, **ours, **relevance)


BOOKED = "you booked an advice surgery"
COMES_ALONG = "a colleague named you when booking an advice surgery"
ADVISES = "you hold advice surgeries"
RUNS = "you look after advice surgeries"

ALL = (
    _kind("booking_confirmed", "Surgery booked", why=BOOKED, is_news=True),
    _kind("booking_moved", "Surgery moved", why=BOOKED, is_news=True),
    _kind("booking_cancelled_by_booker", "Surgery cancelled", why=BOOKED),
    _kind("booking_cancelled_by_staff", "Surgery cancelled by us", why=BOOKED),
    _kind("booking_reminder_7d", "Surgery in a week", why=BOOKED, scope=REMINDERS),
    _kind("booking_reminder_24h", "Surgery tomorrow", why=BOOKED, scope=REMINDERS),
    _kind("booking_requested", "Surgery asked for", why="you asked for an advice surgery"),
    _kind("booking_accepted", "Surgery accepted", why=BOOKED, is_news=True),
    _kind("booking_declined", "Surgery declined", why="you asked for an advice surgery"),
    _kind("booking_expired", "Request lapsed", why="you asked for an advice surgery"),
    _kind("booking_followup", "After a surgery", why=BOOKED, scope=REMINDERS, is_still_true=took_place),
    _kind("booking_no_show", "Surgery missed", why=BOOKED, scope=REMINDERS, is_still_true=was_missed),
    _kind("colleague_booked", "Surgery booked, to a colleague", why=COMES_ALONG, is_news=True),
    _kind("colleague_moved", "Surgery moved, to a colleague", why=COMES_ALONG, is_news=True),
    _kind("colleague_cancelled", "Surgery cancelled, to a colleague", why=COMES_ALONG),
    _kind("colleague_reminder_24h", "Surgery tomorrow, to a colleague", why=COMES_ALONG, scope=REMINDERS),
    _kind("booking_links", "Links to surgeries", why="someone asked for the links to your bookings"),
    _kind("booking_link_replaced", "New link to a surgery", why=BOOKED),
    _kind("surgery_request_received", "Request for a surgery", why="you asked us for a time"),
    _kind("adviser_new_booking", "New surgery, to the adviser", why=ADVISES, is_news=True),
    _kind("adviser_booking_moved", "Surgery moved, to the adviser", why=ADVISES, is_news=True),
    _kind("adviser_booking_moved_away", "Surgery moved away, to the adviser", why=ADVISES),
    _kind("adviser_booking_cancelled", "Surgery freed, to the adviser", why=ADVISES),
    _kind("adviser_booking_cancelled_by_staff", "Surgery cancelled by us, to the adviser", why=ADVISES),
    _kind("adviser_question_updated", "Question changed, to the adviser", why=ADVISES),
    _kind("staff_new_booking", "Surgery news, to the inbox", why=RUNS),
    _kind("staff_booking_needs_decision", "Surgery to decide on, to the inbox", why=RUNS),
    _kind("adviser_digest", "Today's surgeries, to the adviser", why=ADVISES, scope=DIGEST),
    _kind("staff_digest", "Today's surgeries, to the inbox", why=RUNS, scope=DIGEST),
    _kind("staff_surgery_request", "Request for a surgery, to the inbox", why=RUNS),
)


def register() -> None:
    """Make them known to the outbox; once, from the app's ready()."""
    for kind in ALL:
        kinds.register(kind)
