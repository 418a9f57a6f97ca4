"""What the link in the messages opens. Looking changes nothing; each change is a POST with a choice that nobody made
beforehand, so that a mail scanner can neither cancel nor move anything."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from golab.exports.as_ics import CONTENT_TYPE
from golab.exports.responses import kept
from golab.notifications.models import Suppression
from surgeries import actions, tokens
from surgeries.booking import limits
from surgeries.booking.flow import Flow, answers_of
from surgeries.booking.forms import TimeForm, WeekForm
from surgeries.booking.manage_forms import CancelForm, ChangeQuestionForm
from surgeries.booking.pages import draw, private
from surgeries.errors import Refused, SlotGone, SlotTaken
from surgeries.models import Booking, Slot
from surgeries.reading import reading_for
from surgeries.telling import calendars
from surgeries.telling.reminders import gets_reminders
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules
from surgeries.times.weeks import Choice
from surgeries.wording import local

form_view = require_http_methods(["GET", "HEAD", "POST"])


def with_booking(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the booking that the token opens; one answer for every token that opens none."""

    @private
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        now = timezone.now()
        booking = tokens.booking_of(token, now=now)
        if booking is None:
            if not limits.may_guess(request, now=now):
                return HttpResponse(status=429)
            raise Http404
        return view(request, booking, token)

    return opened


@with_booking
@require_safe
def manage(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """The booking, and what can be done with it."""
    response = _page(request, booking, token)
    response["Referrer-Policy"] = "no-referrer"
    return response


@with_booking
@form_view
def cancel(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Asks, and cancels."""
    if booking.is_cancelled:
        return _page(
            request, booking, token, notice="This booking has already been cancelled. You can book another time."
        )
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not form.is_sure:
            return redirect("surgeries:manage", token)
        try:
            actions.cancel(booking=booking, reason=form.reason_in_words, by=None, now=timezone.now())
        except Refused as reason:
            return _again(request, booking, token, str(reason))
        return redirect("surgeries:manage", token)
    return draw(request, "manage_cancel", {**_context(booking, token), "form": form})


@with_booking
@form_view
def move(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Offers other times, and moves."""
    now = timezone.now()
    refusal = actions.why_not_movable(booking, now=now)
    if refusal:
        return _page(request, booking, token, notice=refusal)
    if request.method != "POST":
        return _times(request, booking, token, TimeForm())
    form = TimeForm(request.POST)
    if not form.is_valid() or str(booking.sequence) != request.POST.get("sequence"):
        return _times(request, booking, token, form, is_stale=form.is_valid())
    wanted = form.cleaned_data["slot"]
    try:
        actions.move(booking=booking, to_uuid=wanted, by=None, now=now)
    except SlotGone as reason:
        lost = Slot.objects.filter(uuid=wanted).first()
        return _times(request, booking, token, TimeForm(), lost=lost, was_taken=isinstance(reason, SlotTaken))
    except Refused as reason:
        return _again(request, booking, token, str(reason))
    return redirect("surgeries:manage", token)


@with_booking
@form_view
def question(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Changes what they want to talk about."""
    if not booking.is_confirmed or booking.has_started(now=timezone.now()):
        return _page(request, booking, token, notice="The question of this booking can no longer be changed.")
    form = ChangeQuestionForm(
        request.POST if request.method == "POST" else None, initial={"question": booking.question}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_question(booking=booking, question=form.cleaned_data["question"], now=timezone.now())
        except Refused as reason:
            return _again(request, booking, token, str(reason))
        return redirect("surgeries:manage", token)
    return draw(request, "manage_question", {**_context(booking, token), "form": form})


@with_booking
@require_safe
def calendar(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """The entry as a file."""
    content = calendars.file_of(booking, url=tokens.manage_url(booking), now=timezone.now())
    return kept(
        BytesIO(content), name=f"advice-surgery-{booking.reference}", extension="ics", content_type=CONTENT_TYPE
    )


@csrf_exempt  # a mail program sends it (RFC 8058), and the token is the right to
@with_booking
@form_view
def reminders(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Stops reminders to this address. Looking at the page stops nothing."""
    if request.method == "POST" and booking.contact:
        _stop_reminders(booking.contact.email_norm)
        return draw(request, "manage_reminders", {**_reminded(booking, token), "is_stopped": True})
    return draw(request, "manage_reminders", _reminded(booking, token))


@csrf_exempt  # as above
@private
@form_view
def colleague_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Stops reminders to a colleague, who has no link to the booking."""
    email = tokens.colleague_email_of(token)
    if not email:
        raise Http404
    if request.method == "POST":
        _stop_reminders(email)
    return draw(request, "manage_reminders", {"email": email, "is_stopped": request.method == "POST"})


@with_booking
@form_view
def again(request: HttpRequest, booking: Booking, token: str) -> HttpResponse:
    """Takes the answers of a booking that is over, or came to nothing, into a new one."""
    now = timezone.now()
    if booking.is_waiting(now=now):
        return _page(request, booking, token, notice="This booking stands. You can change it here.")
    if request.method != "POST":
        return draw(request, "manage_again", _context(booking, token))
    flow = Flow(request, now=now)
    flow.keep(answers_of(booking))
    return redirect(flow.url("time"))


def _stop_reminders(email: str) -> None:
    Suppression.objects.add_address(
        email=email,
        scope=Suppression.Scope.REMINDERS,
        source="Asked through the link in a reminder",
        now=timezone.now(),
    )


def _times(
    request: HttpRequest, booking: Booking, token: str, form: TimeForm, *, lost=None, was_taken=False, is_stale=False
) -> HttpResponse:
    now, asked = timezone.now(), WeekForm(request.GET).asked()
    choice = Choice(free_times.free_slots(now=now), booking.format)
    near = lost or booking.slot
    week = choice.week(asked.get("week") or local(near.starts_at).date(), lost=lost)
    context = {
        "form": form,
        "error": form.errors.get("slot", [""])[0] if form.is_bound and not form.is_valid() else "",
        "week": week,
        "lost": lost,
        "was_taken": was_taken,
        "is_stale": is_stale,
        "nearest": week.nearest if week else [],
    }
    return draw(request, "manage_move", {**_context(booking, token), **context})


def _again(request: HttpRequest, booking: Booking, token: str, notice: str) -> HttpResponse:
    """The booking as it is now, with why nothing was done."""
    return _page(request, Booking.objects.with_everything().get(pk=booking.pk), token, notice=notice)


def _page(request: HttpRequest, booking: Booking, token: str, *, notice: str = "") -> HttpResponse:
    now = timezone.now()
    context = {
        "notice": notice,
        "has_started": booking.has_started(now=now),
        "why_not_movable": actions.why_not_movable(booking, now=now) if booking.is_confirmed else "",
        "reading": reading_for(booking.topic),
        "gets_reminders": gets_reminders(booking),
    }
    return draw(request, "manage", {**_context(booking, token), **context})


def _reminded(booking: Booking, token: str) -> dict:
    return {**_context(booking, token), "email": booking.contact.email_norm if booking.contact else ""}


def _context(booking: Booking, token: str) -> dict:
    return {"booking": booking, "slot": booking.slot, "token": token, "rules": booking_rules.get()}
