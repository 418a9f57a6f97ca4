"""Messages about a booking: to the person who booked, the adviser and the surgeries inbox (booking.md 3.4).

Each function is called inside the transaction that makes the fact, and writes the rows that tell it.
"""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.models import OutgoingMessage
from surgeries import tokens, wording
from surgeries.models import Booking, Slot, SurgeryRequest
from surgeries.telling import calendars
from surgeries.telling.facts import Teller, absolute, inbox
from surgeries.telling.kinds import REQUEST, TEAM
from surgeries.times.rules import booking_rules

NO_REASON = "None"


def tell_booked(booking: Booking, *, earlier: int, now: datetime, was_asked_for: bool = False) -> None:
    """Confirmation, the adviser's notice and the inbox's alert. `earlier` counts this person's past bookings.

    `was_asked_for`: it had to be accepted first, and the inbox, which did that, need not be told.
    """
    tell = Teller(booking, now)
    entry = calendars.event_of(booking, url=tokens.manage_url(booking))
    fact = f"confirmed:{booking.sequence}"
    tell.booker(
        "booking_accepted" if was_asked_for else "booking_confirmed",
        fact,
        calendars.request,
        entry,
        prepare_items=booking.journey_stage.prepare_items,
        adviser_bio_line=booking.adviser.bio_line,
    )
    tell.adviser(
        "adviser_new_booking",
        fact,
        calendars.request,
        entry,
        past_booking_count=earlier,
        role=booking.role or "role not given",
        format_label=booking.get_format_display().lower(),
        attendee_count=len(booking.extra_attendees),
        has_access_needs=bool(booking.access_needs),
    )
    tell.colleagues("colleague_booked", fact, calendars.request, entry)
    if not was_asked_for:
        tell.inbox(fact, "booked", f"{booking.organisation} booked a surgery.")


def tell_moved(booking: Booking, *, old: Slot, actor: str, reason: str, now: datetime) -> None:
    """New time, old time; another adviser gets the entry, and the one before loses it."""
    tell = Teller(booking, now)
    entry = calendars.event_of(booking, url=tokens.manage_url(booking))
    was = {"old_date_short": wording.short_day(old.starts_at), "old_date_long": old.day, "old_time": old.time}
    fact, is_other = f"moved:{booking.sequence}", old.adviser_id != booking.slot.adviser_id
    moved_by = "staff" if actor == Booking.By.STAFF else "the person who booked"
    tell.booker("booking_moved", fact, calendars.request, entry, **was, staff_reason=reason)
    tell.adviser("adviser_booking_moved", fact, calendars.request, entry, **was, moved_by=moved_by,
                 old_adviser_name=old.adviser.name_shown if is_other else "")  # fmt: skip
    if is_other:
        gone = calendars.event_of(booking, url="", slot=old, is_cancelled=True)
        tell.adviser("adviser_booking_moved_away", f"{fact}:away", calendars.cancel, gone, to=old.adviser, **was,
                     new_adviser_name=booking.adviser.name_shown)  # fmt: skip
    tell.colleagues("colleague_moved", fact, calendars.request, entry, **was)
    tell.inbox(fact, "moved", f"{moved_by.capitalize()} moved a surgery from {old.day}, {old.time}.")


def tell_cancelled(booking: Booking, *, nearest: list[Slot], by_name: str, was_confirmed: bool, now: datetime) -> None:
    """A receipt, or an apology with other times; the entries in calendars go.

    Of one that was only asked for (not `was_confirmed`) adviser and colleagues knew nothing, so they hear nothing.
    """
    tell = Teller(booking, now)
    entry = calendars.event_of(booking, url="", is_cancelled=True)
    reason = booking.cancel_reason or NO_REASON
    part = calendars.cancel if was_confirmed else None
    if was_confirmed:
        tell.colleagues("colleague_cancelled", "cancelled", part, entry)
    if booking.cancelled_by == Booking.By.BOOKER:
        tell.booker("booking_cancelled_by_booker", "cancelled", part, entry, book_url=absolute("need"))
        if was_confirmed:
            tell.adviser("adviser_booking_cancelled", "cancelled", part, entry, cancel_reason_label=reason)
        tell.inbox("cancelled", "cancelled", f"{booking.organisation} cancelled a surgery.")
        return
    slots = [{"label": slot.in_words, "url": slot_url(slot)} for slot in nearest]
    tell.booker("booking_cancelled_by_staff", "cancelled", part, entry, reason=reason,
                nearest_slots=slots or [{"label": "Tell us when would suit you", "url": absolute("request")}],
                sender_name=by_name)  # fmt: skip
    if was_confirmed:
        tell.adviser("adviser_booking_cancelled_by_staff", "cancelled", part, entry, reason=reason,
                     cancelled_by_name=by_name)  # fmt: skip


def tell_question_changed(booking: Booking, *, event_pk: int, now: datetime) -> None:
    """The adviser reads the new question before they meet; of a booking still to be accepted they hear all then."""
    if not booking.is_confirmed:
        return
    Teller(booking, now).adviser("adviser_question_updated", f"details:{event_pk}",
                                  attendee_count=len(booking.extra_attendees))  # fmt: skip


def tell_link_replaced(booking: Booking, *, now: datetime) -> None:
    """The new link, to the address that booked."""
    Teller(booking, now).booker("booking_link_replaced", f"link:{booking.token_version}")


def remind(booking: Booking, *, kind: str, key: str, expires_at: datetime, now: datetime) -> OutgoingMessage | None:
    """A reminder, a day before to the colleagues too; not sent once it is out of date or the booking is another."""
    tell, fact = Teller(booking, now), f"{key}:{booking.sequence}"
    if kind == "booking_reminder_24h":
        tell.colleagues("colleague_reminder_24h", fact, expires_at=expires_at)
    return tell.booker(
        kind,
        fact,
        prepare_items=booking.journey_stage.prepare_items,
        expires_at=expires_at,
        unsubscribe_url=absolute("reminders", tokens.token_of(booking)),
    )


def send_links(*, email: str, bookings: list[Booking], limit_reached: bool, key: str, now: datetime) -> None:
    """The links to someone's bookings, to the address that made them."""
    enqueue(
        kind="booking_links",
        to=Recipient(email, bookings[0].name),
        context={
            "name": bookings[0].name,
            "limit_reached": limit_reached,
            "max_live_bookings": booking_rules.get().max_live_bookings,
            "bookings": [
                {
                    "date_long": one.slot.day,
                    "time": one.slot.time,
                    "reference": one.reference,
                    "manage_url": tokens.manage_url(one),
                }
                for one in bookings
            ],
        },
        dedupe_key=key,
        now=now,
        reply_to=inbox(),
    )


def tell_requested(request: SurgeryRequest, *, reading: list[dict[str, str]], now: datetime) -> None:
    """A receipt with a day by which we answer, and the inbox's alert."""
    answer_by = booking_rules.get().answer_by(now)
    facts = {
        "reply_to_name": TEAM,
        "name": request.name,
        "organisation": request.organisation,
        "organisation_type": request.get_org_type_display(),
        "topic_label": request.topic.label,
        "stage_label": request.journey_stage.label,
        "question": request.question,
        "availability_text": request.availability,
        "answer_by": f"{wording.day(answer_by)}, {wording.time(answer_by)}",
        "suggested_links": reading,
        "cms_url": f"{settings.SITE_URL}{reverse('surgery_requests:inspect', args=[request.pk])}",
    }
    about = {"subject_kind": REQUEST, "subject_uuid": request.uuid, "now": now, "context": facts}
    key = f"req:{request.uuid}"
    to = Recipient(request.contact.email_norm, request.name)
    enqueue(kind="surgery_request_received", to=to, dedupe_key=f"{key}:booker", reply_to=inbox(), **about)
    if inbox():
        enqueue(kind="staff_surgery_request", to=inbox(), dedupe_key=f"{key}:staff", reply_to=to, **about)


def slot_url(slot: Slot) -> str:
    """Where booking begins with this time chosen."""
    return f"{absolute('need')}?slot={slot.uuid}"
