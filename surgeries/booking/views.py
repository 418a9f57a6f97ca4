"""The steps of a booking. A GET changes nothing; every POST that is in order leads to the next step.

Whatever goes wrong, what was typed is kept: in the draft when it was in order, in the form when it was not.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from golab.accounts.emails import normalise_email
from golab.pages.bringing import lines_of
from surgeries import actions
from surgeries.booking import limits
from surgeries.booking.flow import Flow, address_of, step_of
from surgeries.booking.forms import (
    CHOOSE_TIME,
    FromForm,
    FurtherForm,
    NeedForm,
    QuestionForm,
    SubmissionForm,
    TimeForm,
    WeekForm,
    YouForm,
)
from surgeries.booking.pages import draw, narrowing, private, trail
from surgeries.booking.too_late import time_of_another
from surgeries.errors import SlotGone, SlotTaken, TooManyBookings
from surgeries.models import Booking, StageOption, SurgeryTopic
from surgeries.models.formats import Format
from surgeries.models.questions import answers_among
from surgeries.reading import reading_for
from surgeries.telling import messages
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules
from surgeries.times.weeks import Choice
from surgeries.wording import local

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """/surgeries/book/ leads to the first step, with what it was asked."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("surgeries:need") + (f"?{query}" if query else ""))


@private
@form_view
def need(request: HttpRequest) -> HttpResponse:
    """What it is about."""
    flow, came = _flow(request), FromForm(request.POST or request.GET).asked()
    if request.method == "POST":
        form = NeedForm(request.POST)
        if form.is_valid():
            flow.keep({**came, **form.answers()})
            return redirect(flow.url(flow.next_step()))
    else:
        form = NeedForm(initial=flow.answers or _guessed(came.get("step", "")))
    context = {
        "form": form,
        "came": came,
        "chosen": free_times.free_slots(now=flow.now).filter(uuid=came["slot"]).first() if "slot" in came else None,
        "is_again": "again" in request.GET,
    }
    return _step(flow, "need", context)


@private
@form_view
def time(request: HttpRequest) -> HttpResponse:
    """Which time."""
    flow = _flow(request)
    if gap := flow.first_gap_before("time"):
        return _back_to(flow, gap)
    if request.method == "POST":
        form = TimeForm(request.POST)
        if form.is_valid():
            chosen = form.cleaned_data["slot"]
            flow.keep({"slot": str(chosen)})
            if flow.slot:
                return redirect(flow.url(flow.next_step()))
            return _times(flow, TimeForm())
        return _times(flow, form)
    return _times(flow, TimeForm())


@private
@form_view
def you(request: HttpRequest) -> HttpResponse:
    """Who comes."""
    flow = _flow(request)
    formats = flow.slot.formats if flow.slot else Format.values
    return _form_step(flow, "you", lambda *data, **more: YouForm(*data, formats=formats, **more))


@private
@form_view
def question(request: HttpRequest) -> HttpResponse:
    """What they want to know, what staff ask besides, and what they take along from elsewhere on this site."""
    flow = _flow(request)

    def form(*data, **more) -> QuestionForm:
        return QuestionForm(*data, further=flow.further_questions, offered=lines_of(request), **more)

    return _form_step(flow, "question", form)


@private
@form_view
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more, and the button that books."""
    if request.method == "POST":
        return _submit(request)
    flow = _flow(request)
    if gap := flow.first_gap_before("check"):
        return _back_to(flow, gap)
    return _check(flow)


def _submit(request: HttpRequest) -> HttpResponse:
    """Book, or say plainly why not; the same form again finds the booking that stands."""
    form = SubmissionForm(request.POST)
    key = form.cleaned_data["submission_key"] if form.is_valid() else None
    if key and (gone := time_of_another(key)):
        # Asked before all else, even who asks: in a rush it is the answer for nearly everyone. Nothing is tried,
        # counted or told; the page of times looks at the session and says to its own visitor what became of the time.
        return redirect(address_of("time", slot=str(gone)))
    flow = _flow(request)
    if flow.draft is None or flow.draft.submission_key != key:
        return _standing(flow, key) or _back_to(flow, flow.first_gap_before("check") or "check")
    if gap := flow.first_gap_before("check"):
        return _standing(flow, key) or _back_to(flow, gap)
    if flow.unanswered and (asked := _ask_on_the_page(flow)):
        return asked
    if flow.now - flow.draft.created_at < timedelta(seconds=settings.BOOKING_TAKES_SECONDS):
        return _check(flow, was_quick=True)
    what = f"{key}:{flow.answers.get('slot')}"
    if not limits.may_submit(flow.request, flow.answers["email"], what=what, now=flow.now):
        return redirect(reverse("surgeries:request") + "?limit=1")
    return _book(flow)


def _standing(flow: Flow, key: str | None) -> HttpResponse | None:
    """To the booking that this very form has made already, if it has."""
    booking = Booking.objects.filter(submission_key=key).only("reference").first() if key else None
    return _to_booked(flow, booking) if booking else None


def _to_booked(flow: Flow, booking: Booking) -> HttpResponse:
    flow.finish(booking)
    return redirect("surgeries:booked", booking.reference)


def _ask_on_the_page(flow: Flow) -> HttpResponse | None:
    """What staff have begun to ask meanwhile: the page again until it is answered, which is kept at once."""
    further = FurtherForm(flow.request.POST, further=flow.unanswered)
    if not further.is_valid():
        return _check(flow, form=further)
    flow.keep(further.answers())
    return None


def _book(flow: Flow) -> HttpResponse:
    email = flow.answers["email"]
    try:
        details = flow.details()
        booking = actions.book(
            slot_uuid=flow.answers["slot"],
            email=email,
            details=details,
            submission_key=flow.draft.submission_key,
            now=flow.now,
        )
    except (SurgeryTopic.DoesNotExist, StageOption.DoesNotExist):
        flow.keep({"topic": None, "journey_stage": None})  # staff took a choice away meanwhile
        return _back_to(flow, "need")
    except SlotGone as reason:
        flow.give_up_slot(is_held=isinstance(reason, SlotTaken))
        return _times(flow, TimeForm())
    except TooManyBookings:
        return _too_many(flow, email)
    return _to_booked(flow, booking)


def _too_many(flow: Flow, email: str) -> HttpResponse:
    """Says so, and sends the links to those that stand to the address that holds them."""
    held = list(Booking.objects.of_email(normalise_email(email)).waiting(now=flow.now).with_everything())
    if held and limits.may_send_links(email, now=flow.now):
        key = f"links:{flow.draft.submission_key}:{flow.now:%Y%m%d%H%M}"
        messages.send_links(email=held[0].contact.email_norm, bookings=held, limit_reached=True, key=key, now=flow.now)
    return _check(flow, has_too_many=True)


def _check(flow: Flow, **more: object) -> HttpResponse:
    """All answers, and what staff have begun to ask since they were given."""
    context = {
        "slot": flow.slot,
        "form": FurtherForm(further=flow.unanswered),
        "further": answers_among(flow.answers, flow.further_questions),
        "must_wait": booking_rules.get().staff_decide_on(flow.answers["email"]),
        **more,
    }
    return _step(flow, "check", context)


def _form_step(flow: Flow, step: str, form_class) -> HttpResponse:
    """A step that is nothing but a form. Answers sent after a lost session are kept before anything else."""
    request = flow.request
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            chosen = FromForm(request.GET).asked() if flow.draft is None else {}
            flow.keep({**chosen, **form.answers()})
            return redirect(flow.url(flow.next_step()))
        return _step(flow, step, {"form": form})
    if gap := flow.first_gap_before(step):
        return _back_to(flow, gap)
    return _step(flow, step, {"form": form_class(initial=flow.answers)})


def _times(flow: Flow, form: TimeForm) -> HttpResponse:
    """The free times, a week at a time, and what became of the one that was chosen."""
    asked = WeekForm(flow.request.GET).asked()
    how, who = asked.get("how", ""), asked.get("who")
    choice = Choice(free_times.free_slots(now=flow.now), how, who)
    chosen, lost = flow.slot, None if form.is_bound else flow.lost_slot
    near = chosen or lost
    week = choice.week(asked.get("week") or (local(near.starts_at).date() if near else None), lost=lost)
    context = {
        "form": form,
        "error": form.errors.get("slot", [""])[0] if form.is_bound and not form.is_valid() else "",
        "week": week,
        "narrowings": [
            narrowing("how", "How would you like to meet?", [("", "Any way"), *choice.formats], how=how, who=who),
            narrowing("who", "With whom?", [("", "Anyone"), *choice.advisers], how=how, who=who),
        ],
        "narrowed": urlencode({name: value for name, value in (("how", how), ("who", who)) if value}),
        "chosen": str(chosen.uuid) if chosen else flow.request.POST.get("slot", ""),
        "lost": lost,
        "was_taken": lost is not None and lost.is_held,
        "nearest": week.nearest if week else [],
        "reading": reading_for(flow.answers.get("topic")),
        "missing": CHOOSE_TIME,
    }
    return _step(flow, "time", context)


def _step(flow: Flow, step: str, context: dict) -> HttpResponse:
    own = {"answers": flow.answers, "draft": flow.draft, "steps": trail(step), "rules": booking_rules.get()}
    return draw(flow.request, f"book_{step}", {**own, "flow": flow, **context})


def _back_to(flow: Flow, step: str) -> HttpResponse:
    """To an earlier step that lacks its answer; when there is no draft at all, we say that it is gone."""
    if flow.draft is None:
        query = FromForm(flow.request.GET).asked()
        return redirect(flow.url("need", **query, again="1"))
    return redirect(flow.url(step))


def _guessed(step_key: str) -> dict:
    """What someone who comes from a step of the journey probably wants: they can choose otherwise."""
    step = step_of(step_key)
    if step is None:
        return {}
    stage = StageOption.objects.filter(is_active=True, journey_stages=step.stage).first()
    topic = SurgeryTopic.objects.filter(is_active=True, stages=step.stage).first()
    return {"topic": topic and topic.pk, "journey_stage": stage and stage.pk}


def _flow(request: HttpRequest) -> Flow:
    return Flow(request, now=timezone.now())
