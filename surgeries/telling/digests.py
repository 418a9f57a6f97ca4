"""What staff read on working days at half past seven: today, the week, and what waits for them."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.urls import reverse

from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.health import outbox_health
from surgeries import wording
from surgeries.models import AdviserProfile, Booking, SurgeryRequest
from surgeries.states import Status
from surgeries.telling.facts import inbox
from surgeries.times.rules import Rules, booking_rules

FROM, UNTIL = time(7, 30), time(12)  # one that could not be written in the morning is of no use in the evening
WEEK = timedelta(days=7)


def send_digests(*, now: datetime) -> int:
    """Write today's, each once, however often this runs. Returns how many are written by now; none on a day off."""
    at, rules = wording.local(now), booking_rules.get()
    if not rules.is_working_day(at.date()) or not FROM <= at.time() < UNTIL:
        return 0
    written = sum(_to_adviser(adviser, at.date(), now) for adviser in AdviserProfile.objects.bookable())
    return written + _to_inbox(rules, at.date(), now)


def missing_outcomes(*, now: datetime):
    """Sessions that are over and of which nobody has said how they went."""
    return Booking.objects.filter(status=Status.CONFIRMED, slot__ends_at__lt=now).order_by("slot__starts_at")


def _to_adviser(adviser: AdviserProfile, day: date, now: datetime) -> bool:
    own = Booking.objects.filter(slot__adviser=adviser).with_everything()
    today, week = _today(own, day), _week(own, day)
    missing = list(missing_outcomes(now=now).filter(pk__in=own.values("pk")).with_everything())
    if not (today or week or missing):
        return False
    context = {
        "today_count": len(today),
        "week_count": len(today) + len(week),
        "today": [_row(one) for one in today],
        "week": [_row(one) for one in week],
        "missing_outcomes": [_row(one) for one in missing],
    }
    _write("adviser_digest", Recipient(adviser.email, adviser.public_name), f"adviser{adviser.pk}", context, day, now)
    return True


def _to_inbox(rules: Rules, day: date, now: datetime) -> bool:
    to = inbox()
    if to is None:
        return False
    every, health = Booking.objects.with_everything(), outbox_health(now)
    today = _today(every, day)
    waited = health.oldest_due_seconds
    context = {
        "today_count": len(today),
        "week_count": len(today) + len(_week(every, day)),
        "today": [{**_row(one), "adviser_name": one.adviser.name_shown} for one in today],
        "pending_count": Booking.objects.filter(status=Status.REQUESTED).count(),
        "open_request_count": SurgeryRequest.objects.filter(status=SurgeryRequest.Status.NEW).count(),
        "missing_outcome_count": missing_outcomes(now=now).count(),
        "dead_count": health.dead_last_day,
        "oldest_pending": f"{int(waited // 60)} minutes" if waited else "none",
        "cms_calendar_url": f"{settings.SITE_URL}{reverse('surgery_diary:index')}",
    }
    _write("staff_digest", to, "inbox", context, day, now)
    return True


def _write(kind: str, to: Recipient, who: str, context: dict, day: date, now: datetime) -> None:
    noon = datetime.combine(day, UNTIL, wording.LONDON)
    enqueue(kind=kind, to=to, context=context, dedupe_key=f"digest:{who}:{day}", expires_at=noon, now=now)


def _today(bookings, day: date) -> list[Booking]:
    standing = bookings.filter(status=Status.CONFIRMED, slot__starts_at__range=wording.whole_day(day))
    return list(standing.order_by("slot__starts_at"))


def _week(bookings, day: date) -> list[Booking]:
    """The seven days after today."""
    first, last = wording.whole_day(day + timedelta(days=1))[0], wording.whole_day(day + WEEK)[1]
    return list(
        bookings.filter(status=Status.CONFIRMED, slot__starts_at__range=(first, last)).order_by("slot__starts_at")
    )


def _row(booking: Booking) -> dict[str, str]:
    slot = booking.slot
    return {
        "date_short": wording.short_day(slot.starts_at),
        "time": slot.time,
        "organisation": booking.organisation,
        "topic_label": booking.topic.label,
        "cms_url": f"{settings.SITE_URL}{reverse('surgery_bookings:inspect', args=[booking.pk])}",
    }
