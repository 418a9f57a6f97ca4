"""My journey: what a reader marked and saved, and the small forms that change it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from golab.pages.samesite import safe_next, same_site_post
from journey.forms import SaveForm, StateForm, TicksForm
from journey.map import MapStep, journey_map
from journey.models import StepPage
from journey.progress import DONE, NOT_NEEDED, progress_of, store_for
from journey.saved import resolve

NOTICES = {DONE: "marked done", NOT_NEEDED: "marked as not needed", "": "marked as to do"}


@require_safe
@never_cache
def my_journey(request: HttpRequest) -> HttpResponse:
    """Progress, saved pages, and what can be done with them."""
    progress = progress_of(request)
    return render(
        request,
        "journey/my_journey.html",
        {
            "progress": progress,
            "journey": journey_map.get(),
            "saved": resolve(progress.saved),
            "page_is_noindex": True,
            "section": "mine",
        },
    )


@same_site_post
def mark_step(request: HttpRequest, key: str) -> HttpResponse:
    """Mark a step done, not needed or to do."""
    step = _step(key)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _refuse(request, "Choose done, not-needed or nothing as the state.")
    state = form.cleaned_data["state"]
    store = store_for(request)
    store.set_state(step.key, state, now=timezone.now())
    return _answer(request, f"Step {step.number} {NOTICES[state]}.", default=step.url, state=state)


@same_site_post
def tick_activities(request: HttpRequest, key: str) -> HttpResponse:
    """Keep which activities of a step are ticked."""
    step = _step(key)
    page = get_object_or_404(StepPage.objects.live(), pk=step.pk)
    form = TicksForm(request.POST, known=[block.id for block in page.activities])
    if not form.is_valid():
        return _refuse(request, "One of the activities has changed since you opened the page. Load it again.")
    ticks = form.cleaned_data["tick"]
    store_for(request).set_ticks(step.key, ticks, now=timezone.now())
    return _answer(request, f"{len(ticks)} of {len(page.activities)} activities ticked.", default=step.url, state="")


@same_site_post
def save_item(request: HttpRequest) -> HttpResponse:
    """Save a page for later, or remove it."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        return _refuse(request, "That is not something that can be saved.")
    kind, key = form.cleaned_data["kind"], form.cleaned_data["key"]
    store = store_for(request)
    if form.cleaned_data["remove"]:
        store.remove_item(kind, key)
        return _answer(request, "Removed from your saved pages.", default="/my-journey/", state="")
    if not resolve([(kind, key)]):
        return _refuse(request, "That page is no longer here, so it cannot be saved.")
    store.save_item(kind, key, now=timezone.now())
    return _answer(request, "Saved for later.", default="/my-journey/", state="saved")


@same_site_post
def clear(request: HttpRequest) -> HttpResponse:
    """Delete everything in My journey."""
    store_for(request).clear()
    return _answer(request, "Everything in My journey is deleted.", default="/my-journey/", state="")


def _refuse(request: HttpRequest, why: str) -> HttpResponse:
    """A page that says why: without JavaScript the answer to a form is what the reader sees."""
    return render(request, "errors/400.html", {"why": why}, status=400)


def _step(key: str) -> MapStep:
    step = journey_map.get().steps_by_key.get(key)
    if step is None:
        raise Http404(f"no step {key!r} on the map")
    return step


def _answer(request: HttpRequest, what: str, *, default: str, state: str) -> HttpResponse:
    """A notice and the way back; for a script, the same as JSON (contract: static/js/behaviour.js)."""
    where = "Kept in your account." if request.user.is_authenticated else "Saved on this device."
    notice = f"{what} {where}"
    if request.accepts("application/json") and not request.accepts("text/html"):
        done = store_for(request).load().done_count
        return JsonResponse({"state": state, "notice": notice, "done": done, "total": len(journey_map.get().steps)})
    messages.success(request, notice)
    return redirect(safe_next(request, default))
