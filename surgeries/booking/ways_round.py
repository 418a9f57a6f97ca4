"""After booking, and for those who lost their link or found no time."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from golab.accounts.emails import normalise_email
from surgeries import actions, tokens, wording
from surgeries.booking import limits, links
from surgeries.booking.flow import Flow, may_see
from surgeries.booking.forms import FindForm, RequestForm
from surgeries.booking.manage_forms import FeedbackForm
from surgeries.booking.pages import draw, private
from surgeries.models import Booking, Feedback
from surgeries.reading import reading_for
from surgeries.telling.reminders import gets_reminders
from surgeries.times.rules import booking_rules

form_view = require_http_methods(["GET", "HEAD", "POST"])


@private
@require_safe
def booked(request: HttpRequest, reference: str) -> HttpResponse:
    """The booking, in the session that made it; for anyone else the way to find theirs, whether it exists or not."""
    found = Booking.objects.with_everything().filter(reference=reference) if may_see(request, reference) else None
    booking = found.first() if found is not None else None
    if booking is None or not (booking.is_confirmed or booking.is_requested):
        return draw(request, "find", {"form": FindForm()})
    rules = booking_rules.get()
    context = {
        "booking": booking,
        "slot": booking.slot,
        "token": tokens.token_of(booking),
        "reading": reading_for(booking.topic),
        "rules": rules,
        "gets_reminders": gets_reminders(booking),
        "decide_by": wording.local(rules.decide_by(booking.created_at, booking.slot.starts_at)),
    }
    return draw(request, "booked", context)


@private
@form_view
def find(request: HttpRequest) -> HttpResponse:
    """Sends the links to an address; what it answers does not depend on whether there is a booking."""
    form = FindForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now, email = timezone.now(), normalise_email(form.cleaned_data["email"])
        if limits.may_search(request, now=now) and limits.may_send_links(email, now=now):
            links.ask(email_norm=email, now=now)
        return draw(request, "find", {"form": FindForm(), "is_sent": True})
    return draw(request, "find", {"form": form})


@private
@form_view
def request_time(request: HttpRequest) -> HttpResponse:
    """None of these times suit me."""
    flow = Flow(request, now=timezone.now())
    if request.method == "POST":
        form = RequestForm(request.POST)
        if form.is_valid():
            told = form.cleaned_data
            if not limits.may_submit(request, told["email"], what=str(told["submission_key"]), now=flow.now):
                return draw(request, "request", {"form": form, "is_limited": True, "rules": booking_rules.get()})
            actions.request_time(**_asked(form), now=flow.now)
            return redirect("surgeries:request-received")
    else:
        form = RequestForm(initial={**flow.answers, "submission_key": uuid.uuid4()})
    context = {"form": form, "came_by_limit": "limit" in request.GET, "rules": booking_rules.get()}
    return draw(request, "request", context)


@private
@form_view
def feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Three questions about a surgery that took place; sent again, the answers are changed."""
    now = timezone.now()
    booking = tokens.booking_for_feedback(token, now=now)
    if booking is None:
        raise Http404
    given = Feedback.objects.filter(booking=booking).first()
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(given, name) for name in FeedbackForm.base_fields} if given else None,
    )
    if request.method == "POST" and form.is_valid():
        Feedback.keep(booking, now=now, **form.cleaned_data)
        return redirect("surgeries:feedback-received")
    context = {"form": form, "when": wording.day_as_seen(booking.slot.starts_at, now=now), "was_given": bool(given)}
    return draw(request, "feedback", context)


@private
@require_safe
def feedback_received(request: HttpRequest) -> HttpResponse:
    """Thank you."""
    return draw(request, "feedback_received", {})


def _asked(form: RequestForm) -> dict:
    return {name: value for name, value in form.cleaned_data.items() if name != "website"}


@private
@require_safe
def request_received(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens now."""
    return draw(request, "request_received", {"rules": booking_rules.get()})
