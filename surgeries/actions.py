"""Writes across models. Each is all or nothing: the fact, its line in the history and the messages that tell it.

What decides between two who want the same time is the database's constraint; its name tells which one it was.
"""

import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps

from django.db import IntegrityError, OperationalError, transaction

from golab.accounts.emails import normalise_email
from golab.accounts.models import Contact, User
from golab.taxonomy.models import Step
from surgeries.errors import NotNow, SlotGone, SlotTaken, TooManyBookings
from surgeries.history import name_of, note
from surgeries.models import Booking, BookingEvent, Slot, StageOption, SurgeryRequest, SurgeryTopic
from surgeries.reading import links_to, reading_for
from surgeries.telling import decision_messages, messages
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules

ONE_LIVE_BOOKING = "booking_is_the_only_live_one_of_its_slot"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that sounds or looks like another
OTHER_TIMES = 3
DEADLOCK = "40P01"
Kind = BookingEvent.Kind


@dataclass(frozen=True)
class Details:
    """What someone tells us when they book."""

    name: str
    organisation: str
    org_type: str
    topic: SurgeryTopic
    journey_stage: StageOption
    question: str
    format: str
    role: str = ""
    phone: str = ""
    access_needs: str = ""
    step: Step | None = None
    extra_attendees: list[dict[str, str]] = field(default_factory=list)
    more_answers: list[dict[str, object]] = field(default_factory=list)
    brought: list[dict[str, str]] = field(default_factory=list)


def _retried_after_deadlock(action: Callable) -> Callable:
    """Two who swap their times may wait for each other; the database ends one of them, who tries once more."""

    @wraps(action)
    def retried(**arguments):
        try:
            return action(**arguments)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != DEADLOCK:
                raise
            return action(**arguments)

    return retried


def book(
    *,
    slot_uuid: uuid.UUID,
    email: str,
    details: Details,
    submission_key: uuid.UUID,
    now: datetime,
    by: User | None = None,
) -> Booking:
    """A booking with its messages: confirmed, or where staff accept each, asked for. `email` may be "" when staff book.

    The same `submission_key` again gives the booking that stands.
    Raises SlotGone (SlotTaken when someone was faster) or TooManyBookings; then nothing is stored.
    """
    try:
        with transaction.atomic():
            return _book(slot_uuid, email, details, submission_key, now, by)
    except IntegrityError as error:
        if _constraint(error) != ONE_LIVE_BOOKING:
            raise
        raise SlotTaken("Someone has just booked this time.") from error


def _book(slot_uuid, email, details: Details, submission_key, now: datetime, by: User | None) -> Booking:
    contact = _lock_contact(email) if email or by is None else None
    again = Booking.objects.with_everything().filter(submission_key=submission_key).first()
    if again:
        return again
    rules = booking_rules.get_from_database()
    if by is None and Booking.objects.filter(contact=contact).waiting(now=now).count() >= rules.max_live_bookings:
        raise TooManyBookings(f"You already have {rules.max_live_bookings} surgeries booked with this address.")
    slot = _lock_slot(slot_uuid, details.format, now, by)
    must_wait = by is None and rules.staff_decide_on(email)
    booking = Booking.objects.create(
        slot=slot,
        status=Booking.Status.REQUESTED if must_wait else Booking.Status.CONFIRMED,
        contact=contact,
        reference=new_reference(),
        submission_key=submission_key,
        created_via=Booking.CreatedVia.STAFF if by else Booking.CreatedVia.WEB,
        created_by=by,
        created_at=now,
        updated_at=now,
        **{name: getattr(details, name) for name in Details.__dataclass_fields__},
    )
    note(booking, Kind.BOOKED, actor=Booking.By.STAFF if by else Booking.By.BOOKER, by=by, now=now, from_status="")
    if must_wait:
        decision_messages.tell_asked_for(booking, now=now)
    else:
        messages.tell_booked(booking, earlier=booking.earlier_bookings(), now=now)
    return booking


@_retried_after_deadlock
def move(*, booking: Booking, to_uuid: uuid.UUID, reason: str = "", by: User | None, now: datetime) -> Booking:
    """The same booking at another time, told to everyone; `by` is None for the person who booked.

    Raises SlotGone, or NotNow when it is too late, was moved too often, or the booking no longer stands.
    """
    try:
        with transaction.atomic():
            return _move(booking, to_uuid, reason, by, now)
    except IntegrityError as error:
        if _constraint(error) != ONE_LIVE_BOOKING:
            raise
        raise SlotTaken("Someone has just booked this time.") from error


def _move(booking: Booking, to_uuid: uuid.UUID, reason: str, by: User | None, now: datetime) -> Booking:
    if by is None and (refusal := why_not_movable(booking, now=now)):
        raise NotNow(refusal)
    old, standing = booking.slot, Booking.objects.with_everything().get(pk=booking.pk)
    slot = _lock_slot(to_uuid, booking.format, now, by)
    if slot.pk == standing.slot_id:
        raise SlotGone("This is the time you already have.")
    standing.sequence = booking.sequence  # what was seen when the choice was made
    standing.move(to=slot, now=now)
    actor = Booking.By.STAFF if by else Booking.By.BOOKER
    note(standing, Kind.MOVED, actor=actor, by=by, now=now, from_slot=old)
    messages.tell_moved(standing, old=old, actor=actor, reason=reason, now=now)
    return standing


@transaction.atomic
def cancel(*, booking: Booking, reason: str, by: User | None, now: datetime) -> Booking:
    """The session will not be; the time is free at once. `by` is None for the person who booked.

    Raises NotNow when it has started or no longer stands.
    """
    was = booking.status
    actor = Booking.By.STAFF if by else Booking.By.BOOKER
    booking.cancel(actor=actor, reason=reason, now=now)
    note(booking, Kind.CANCELLED, actor=actor, by=by, now=now, from_status=was)
    others = _other_times(booking, now) if by else []
    was_confirmed = was == Booking.Status.CONFIRMED
    messages.tell_cancelled(booking, nearest=others, by_name=name_of(by), was_confirmed=was_confirmed, now=now)
    return booking


@transaction.atomic
def withdraw(*, slot: Slot, reason: str, by: User, now: datetime) -> Booking | None:
    """Take a time off the list; who has booked it is told why and offered others. Returns their booking, if any."""
    locked = Slot.objects.select_for_update().get(pk=slot.pk)
    if locked.is_withdrawn:
        return None
    if locked.has_started(now=now):
        raise NotNow("This time has begun or is over.")
    booking = Booking.objects.live().filter(slot=locked).with_everything().first()
    locked.withdraw(reason=reason)
    return cancel(booking=booking, reason=reason, by=by, now=now) if booking else None


@transaction.atomic
def change_question(*, booking: Booking, question: str, now: datetime) -> Booking:
    """What the person wants to talk about is now this; the adviser is told. The same again changes nothing."""
    if question == booking.question:
        return booking
    booking.change_question(question=question, now=now)
    event = note(booking, Kind.QUESTION, actor=Booking.By.BOOKER, by=None, now=now)
    messages.tell_question_changed(booking, event_pk=event.pk, now=now)
    return booking


@transaction.atomic
def replace_link(*, booking: Booking, by: User, now: datetime) -> Booking:
    """Revoke the link to manage the booking and send a new one."""
    booking.replace_link(now=now)
    note(booking, Kind.LINK, actor=Booking.By.STAFF, by=by, now=now)
    messages.tell_link_replaced(booking, now=now)
    return booking


@transaction.atomic
def request_time(*, email: str, submission_key: uuid.UUID, now: datetime, **told: object) -> SurgeryRequest:
    """Keep what someone asks for whom no time suits (`told`: the fields of SurgeryRequest), and answer that we have it.

    The same `submission_key` again gives the request that stands.
    """
    contact = _lock_contact(email)
    request, is_new = SurgeryRequest.objects.get_or_create(
        submission_key=submission_key, defaults={"contact": contact, "created_at": now, "updated_at": now, **told}
    )
    if is_new:
        messages.tell_requested(request, reading=links_to(reading_for(request.topic)), now=now)
    return request


def why_not_movable(booking: Booking, *, now: datetime) -> str:
    """Why the person who booked cannot move it now; nothing when they can."""
    rules = booking_rules.get()
    if booking.is_requested:
        return (
            "We have not accepted this booking yet, so it cannot be moved. You can cancel it and ask for another time."
        )
    if not booking.is_confirmed:
        return "This booking has been cancelled or is over, so it cannot be moved. You can book another time."
    if now > rules.last_move(booking.slot.starts_at):
        return (
            f"It is less than {rules.reschedule_until_hours} hours until we meet, so the time can no longer be changed "
            "here. You can still cancel, or contact us and we will do what we can."
        )
    moves = booking.events.filter(kind=Kind.MOVED, actor=Booking.By.BOOKER).count()
    if moves >= rules.max_moves:
        return f"You have moved this booking {moves} times. Contact us to change it again, or cancel it."
    return ""


def new_reference() -> str:
    """`GOL-7K3MQ9XW`: to say on the telephone. It opens nothing."""
    return "GOL-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def _lock_contact(email: str) -> Contact:
    """The row that makes one person's bookings wait for each other."""
    contact, _ = Contact.objects.get_or_create(email_norm=normalise_email(email))
    return Contact.objects.select_for_update().get(pk=contact.pk)


def _lock_slot(slot_uuid: uuid.UUID, wanted_format: str, now: datetime, by: User | None) -> Slot:
    """The time as it is now, which nobody can withdraw meanwhile. Whether someone has it is for the constraint.

    Staff are bound by neither notice nor horizon.
    """
    slot = Slot.objects.select_for_update(of=("self",)).select_related("adviser").filter(uuid=slot_uuid).first()
    rules = booking_rules.get_from_database()
    if slot is None or slot.is_withdrawn or not slot.adviser.is_active:
        raise SlotGone("This time is no longer offered.")
    earliest, latest = (now, slot.starts_at) if by else (rules.earliest_start(now), rules.latest_start(now))
    if not earliest <= slot.starts_at <= latest:
        raise SlotGone("This time can no longer be booked.")
    if wanted_format not in slot.formats:
        raise SlotGone("This time is not offered in the way you chose.")
    return slot


def _other_times(booking: Booking, now: datetime) -> list[Slot]:
    at = booking.slot.starts_at
    return free_times.nearest(at, OTHER_TIMES, free_times.free_slots(now=now).nearest(at)[:OTHER_TIMES])


def _constraint(error: IntegrityError) -> str:
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
