"""Writes messages about one booking, so that each fact is told once to each of those who hear it."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from golab.accounts.emails import normalise_email
from golab.notifications.actions import Calendar, enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.models import OutgoingMessage
from surgeries import tokens, wording
from surgeries.models import Booking
from surgeries.telling.kinds import BOOKING, TEAM
from surgeries.times.rules import booking_rules


def inbox() -> Recipient | None:
    """Where replies go, if staff have said so."""
    address = booking_rules.get().inbox_email
    return Recipient(address, "GO Lab surgeries") if address else None


def absolute(name: str, *args: object) -> str:
    """A page of booking, as messages link to it."""
    return f"{settings.SITE_URL}{reverse(f'surgeries:{name}', args=args)}"


def reachable_colleagues(booking: Booking) -> list[tuple[int, dict[str, str]]]:
    """Those who come along and have an address of their own, each once, with their place in the list."""
    seen = {booking.contact.email_norm} if booking.contact else set()
    found = []
    for number, one in enumerate(booking.extra_attendees):
        email = normalise_email(one.get("email") or "")
        if email and email not in seen:
            seen.add(email)
            found.append((number, {"name": one["name"], "email": email}))
    return found


def all_that_was_said(booking: Booking) -> str:
    """The question with the answers to what staff ask besides, and what the person brings along: for the adviser."""
    more = [f"{one['label']}\n{one['answer']}" for one in booking.more_answers]
    if booking.brought:
        more.append("\n".join(["From My journey", *map(_in_a_line, booking.brought)]))
    return "\n\n".join([booking.question, *more])


def _in_a_line(line: dict) -> str:
    """What someone wrote stays with the booking, for that is erased in time, and a mailbox is not."""
    where = "with the booking" if line.get("answers") else f"{settings.SITE_URL}{line['url']}"
    return f"{line['what']}: {line['title']}, {where}"


class Teller:
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
        context = {"question": all_that_was_said(self.booking), **context}
        return self._write(kind, Recipient(adviser.email, adviser.public_name), fact, "adviser", part, context)

    def colleagues(self, kind: str, fact: str, calendar=None, entry=None, **context) -> None:
        """To those who come along and left an address. The link to manage the booking is not theirs."""
        for number, colleague in reachable_colleagues(self.booking):
            to = Recipient(colleague["email"], colleague["name"])
            part = calendar and calendar(replace(entry, url=""), email=to.email, name=to.name, now=self.now)
            told = {"name": to.name, "booker_name": self.booking.name, "manage_url": "", **context}
            if "expires_at" in context:  # a reminder, which each of them may stop
                told["unsubscribe_url"] = absolute("colleague-reminders", tokens.colleague_token(self.booking, number))
            self._write(kind, to, fact, f"colleague{number}", part, told)

    def inbox(self, fact: str, word: str = "", sentence: str = "", *, kind="staff_new_booking", **context) -> None:
        """To the surgeries inbox, if there is one."""
        to = inbox()
        if to:
            self._write(kind, to, fact, "staff", None, {"event_word": word, "event_sentence": sentence, **context})

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
