"""Sends people the links to their bookings: asked for on a page that cannot tell whether there are any."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from golab.notifications import nudge
from surgeries.models import Booking, LinkRequest
from surgeries.telling import messages

TASK = "surgeries.tasks.send_asked_links"
AT_ONCE = 100


@transaction.atomic
def ask(*, email_norm: str, now: datetime) -> None:
    """Note that this address wants its links; a worker answers, or this process where no worker can be told."""
    LinkRequest.objects.create(email_norm=email_norm, asked_at=now)
    transaction.on_commit(_answer_soon, robust=True)


def _answer_soon() -> None:
    if not nudge.task(TASK):
        send_asked(now=timezone.now())


@transaction.atomic
def send_asked(*, now: datetime) -> int:
    """Answer those who asked, each once; who has nothing booked hears nothing. Returns how many asked."""
    asked = list(LinkRequest.objects.select_for_update(skip_locked=True)[:AT_ONCE])
    for one in asked:
        held = Booking.objects.of_email(one.email_norm).waiting(now=now).with_everything()
        if bookings := list(held.order_by("slot__starts_at", "pk")):
            key = f"links:{bookings[0].contact_id}:{one.pk}"
            messages.send_links(email=one.email_norm, bookings=bookings, limit_reached=False, key=key, now=now)
    LinkRequest.objects.filter(pk__in=[one.pk for one in asked]).delete()
    return len(asked)
