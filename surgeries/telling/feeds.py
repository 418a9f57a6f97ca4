"""The calendar that an adviser subscribes to: their own surgeries, with nothing in it that others should not read."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import quote_etag
from django.views.decorators.http import condition, require_safe

from golab.exports.as_ics import CONTENT_TYPE, CalendarEvent, calendar_file
from surgeries.booking.pages import private
from surgeries.models import AdviserProfile, Booking
from surgeries.states import Status
from surgeries.telling.calendars import UID_DOMAIN

BACK, AHEAD = timedelta(days=30), timedelta(days=180)
KEEP_CANCELLED = timedelta(days=14)  # as struck out, so that calendars take them away
LOOK_AGAIN = timedelta(hours=1)

_signer = Signer(salt="surgeries.feed")


def feed_url(adviser: AdviserProfile) -> str:
    """The address to subscribe to. A new version of the token revokes it."""
    token = _signer.sign(f"{adviser.pk}.{adviser.feed_token_version}")
    return f"{settings.SITE_URL}{reverse('surgeries:feed', args=[token])}"


def adviser_of(token: str) -> AdviserProfile | None:
    """Whose feed it is; None for a token that is made up or revoked, and for who takes no bookings or wants no feed."""
    try:
        identity, _, version = _signer.unsign(token).partition(".")
        wanted = {"pk": int(identity), "feed_token_version": int(version)}
    except (BadSignature, ValueError):
        return None
    delivery = AdviserProfile.CalendarDelivery.FEED
    return AdviserProfile.objects.bookable().filter(**wanted, calendar_delivery=delivery).first()


def entries(adviser: AdviserProfile, *, now: datetime) -> list[CalendarEvent]:
    """What stands from a month ago to half a year ahead, and what was cancelled in the last fortnight."""
    stands = Q(status__in=[Status.CONFIRMED, Status.ATTENDED, Status.NO_SHOW])
    is_gone = Q(status=Status.CANCELLED, updated_at__gt=now - KEEP_CANCELLED)
    found = Booking.objects.filter(stands | is_gone, slot__adviser=adviser)
    found = found.filter(slot__starts_at__range=(now - BACK, now + AHEAD)).with_everything()
    return [_entry(booking) for booking in found.order_by("slot__starts_at", "pk")]


def _entry(booking: Booking) -> CalendarEvent:
    return CalendarEvent(
        uid=f"surgery-{booking.uuid}@{UID_DOMAIN}",
        sequence=booking.sequence,
        starts_at=booking.slot.starts_at,
        ends_at=booking.slot.ends_at,
        summary=f"Advice surgery – {booking.organisation or 'no organisation kept'}",
        changed_at=booking.updated_at,
        url=f"{settings.SITE_URL}{reverse('surgery_bookings:inspect', args=[booking.pk])}",
        is_cancelled=booking.is_cancelled,
    )


def _etag(request: HttpRequest, token: str) -> str | None:
    """From what stands in the file but the time at which it was made."""
    adviser = adviser_of(token)
    if adviser is None:
        return None
    facts = "|".join(f"{one.uid}{one.sequence}{one.changed_at}" for one in entries(adviser, now=timezone.now()))
    return quote_etag(hashlib.sha256(facts.encode()).hexdigest()[:32])


@private
@require_safe
@condition(etag_func=_etag)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """/surgeries/feed/<token>.ics"""
    adviser, now = adviser_of(token), timezone.now()
    if adviser is None:
        raise Http404
    content = calendar_file(entries(adviser, now=now), now=now, name="Advice surgeries", ttl=LOOK_AGAIN)
    return HttpResponse(content, content_type=CONTENT_TYPE)
