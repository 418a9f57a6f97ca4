"""Messages about a booking: to the person who booked, the adviser and the surgeries inbox (booking.md 3.4).

Each function is called inside the transaction that makes the fact, and writes the rows that tell it.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from golab.notifications.actions import Calendar, enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.models import OutgoingMessage
from surgeries import calendars, tokens, wording
from surgeries.kinds import BOOKING, REQUEST, TEAM
from surgeries.models import Booking, Slot, SurgeryRequest
from surgeries.rules import booking_rules

NO_REASON = "None"


def tell_booked(booking: Booking, *, earlier: int, now: datetime) -> None:
    """Confirmation, the adviser's notice and the inbox's alert. `earlier` counts this person's past bookings."""
    tell = _Teller(booking, now)
    entry = calendars.event_of(booking, url=tokens.manage_url(booking))
    fact = f"confirmed:{booking.sequence}"
    tell.booker(
        "booking_confirmed",
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
    tell.inbox(fact, "booked", f"{booking.organisation} booked a surgery.")


def tell_moved(booking: Booking, *, old: Slot, actor: str, reason: str, now: datetime) -> None:
    """New time, old time; another adviser gets the entry, and the one before loses it."""
    tell = _Teller(booking, now)
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
    tell.inbox(fact, "moved", f"{moved_by.capitalize()} moved a surgery from {old.day}, {old.time}.")


def tell_cancelled(booking: Booking, *, nearest: list[Slot], by_name: str, now: datetime) -> None:
    """A receipt, or an apology with other times; the adviser's entry goes."""
    tell = _Teller(booking, now)
    entry = calendars.event_of(booking, url="", is_cancelled=True)
    reason = booking.cancel_reason or NO_REASON
    if booking.cancelled_by == Booking.By.BOOKER:
        tell.booker("booking_cancelled_by_booker", "cancelled", calendars.cancel, entry, book_url=_absolute("need"))
        tell.adviser("adviser_booking_cancelled", "cancelled", calendars.cancel, entry, cancel_reason_label=reason)
        tell.inbox("cancelled", "cancelled", f"{booking.organisation} cancelled a surgery.")
        return
    slots = [{"label": slot.in_words, "url": slot_url(slot)} for slot in nearest]
    tell.booker("booking_cancelled_by_staff", "cancelled", calendars.cancel, entry, reason=reason,
                nearest_slots=slots or [{"label": "Tell us when would suit you", "url": _absolute("request")}],
                sender_name=by_name)  # fmt: skip
    tell.adviser("adviser_booking_cancelled_by_staff", "cancelled", calendars.cancel, entry, reason=reason,
                 cancelled_by_name=by_name)  # fmt: skip


def tell_question_changed(booking: Booking, *, event_pk: int, now: datetime) -> None:
    """The adviser reads the new question before they meet."""
    _Teller(booking, now).adviser("adviser_question_updated", f"details:{event_pk}",
                                  attendee_count=len(booking.extra_attendees))  # fmt: skip


def tell_link_replaced(booking: Booking, *, now: datetime) -> None:
    """The new link, to the address that booked."""
    _Teller(booking, now).booker("booking_link_replaced", f"link:{booking.token_version}")


def remind(booking: Booking, *, kind: str, key: str, expires_at: datetime, now: datetime) -> OutgoingMessage:
    """A reminder, which is not sent once it is out of date or the booking is another."""
    stop = f"{settings.SITE_URL}{reverse('surgeries:reminders', args=[tokens.token_of(booking)])}"
    return _Teller(booking, now).booker(
        kind,
        f"{key}:{booking.sequence}",
        prepare_items=booking.journey_stage.prepare_items,
        expires_at=expires_at,
        unsubscribe_url=stop,
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


def inbox() -> Recipient | None:
    """Where replies go, if staff have said so."""
    address = booking_rules.get().inbox_email
    return Recipient(address, "GO Lab surgeries") if address else None


def slot_url(slot: Slot) -> str:
    """Where booking begins with this time chosen."""
    return f"{_absolute('need')}?slot={slot.uuid}"


def _absolute(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'surgeries:{name}')}"


class _Teller:
    """Writes messages about one booking; the keys say each fact once to each of those who hear it."""

    def __init__(self, booking: Booking, now: datetime) -> None:
        self.booking, self.now = booking, now
        self.cms_url = f"{settings.SITE_URL}{reverse('surgery_bookings:inspect', args=[booking.pk])}"
        self.about = {"subject_kind": BOOKING, "subject_uuid": booking.uuid, "now": now, "reply_to": inbox()}

    def booker(self, kind: str, fact: str, calendar=None, entry=None, **context) -> OutgoingMessage | None:
        """To the person who booked; nothing where staff booked for someone without an address."""
        booking = self.booking
        if booking.contact is None:
            return None
        email = booking.contact.email_norm
        part = calendar and calendar(entry, email=email, name=booking.name, now=self.now)
        return self._write(kind, Recipient(email, booking.name), fact, "booker", part, context)

    def adviser(self, kind: str, fact: str, calendar=None, entry=None, to=None, **context) -> OutgoingMessage:
        """To the adviser; with a calendar part for those who want invitations."""
        adviser = to or self.booking.adviser
        wants = calendar and adviser.gets_invitations
        # The booker's link is the booker's alone: an adviser's calendar may be open to colleagues.
        entry = entry and replace(entry, url=self.cms_url)
        part = calendar(entry, email=adviser.email, name=adviser.name_shown, now=self.now) if wants else None
        return self._write(kind, Recipient(adviser.email, adviser.public_name), fact, "adviser", part, context)

    def inbox(self, fact: str, word: str, sentence: str) -> None:
        """To the surgeries inbox, if there is one."""
        to = inbox()
        if to:
            context = {"event_word": word, "event_sentence": sentence}
            self._write("staff_new_booking", to, fact, "staff", None, context)

    def _write(self, kind: str, to: Recipient, fact: str, audience: str, part: Calendar | None, context: dict):
        options = {name: context.pop(name) for name in ("expires_at", "unsubscribe_url") if name in context}
        return enqueue(
            kind=kind,
            to=to,
            context={**self._facts(), **context},
            dedupe_key=f"bk:{self.booking.uuid}:{fact}:{audience}",
            calendar=part,
            **self.about,
            **options,
        )

    def _facts(self) -> dict[str, object]:
        booking, slot, adviser = self.booking, self.booking.slot, self.booking.adviser
        return {
            "reply_to_name": TEAM,
            "name": booking.name,
            "organisation": booking.organisation,
            "organisation_type": booking.get_org_type_display(),
            "reference": booking.reference,
            "question": booking.question,
            "topic_label": booking.topic.label,
            "stage_label": booking.journey_stage.label,
            "date_short": wording.short_day(slot.starts_at),
            "date_long": slot.day,
            "time": slot.time,
            "end_time": slot.end_time,
            "adviser_name": adviser.name_shown,
            "adviser_first_name": adviser.signs_as,
            "format_sentence": booking.format_sentence,
            "join_url": booking.join_url,
            "manage_url": tokens.manage_url(booking),
            "cms_url": self.cms_url,
            "cms_calendar_url": f"{settings.SITE_URL}{reverse('surgery_bookings:index')}",
        }
