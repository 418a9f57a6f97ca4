"""My journey: what a reader marked and saved, and the small forms that change it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from golab.pages.samesite import same_site_post
from journey import sharing
from journey.answers import answer, refuse
from journey.area import keeping
from journey.forms import NoteForm, SaveForm, StateForm, TicksForm
from journey.map import MapStep, journey_map
from journey.models import StepPage
from journey.progress import DONE, NOT_NEEDED, both_notes, fingerprint, progress_of, store_for
from journey.saved import resolve
from journey.sheets.defined import worksheets
from journey.sheets.kept import sheets_for
from journey.sheets.written import Written, written_of

BOTH_STAND = "This note was changed elsewhere since you opened the page, so both stand in it now. Note kept."
NOTICES = {DONE: "marked done", NOT_NEEDED: "marked as not needed", "": "marked as to do"}


@require_safe
@never_cache
def my_journey(request: HttpRequest) -> HttpResponse:
    """Progress, saved pages, and what can be done with them."""
    progress = progress_of(request)
    written = written_of(sheets_for(request)) if request.session.session_key else Written()
    return render(
        request,
        "journey/my_journey.html",
        {
            "progress": progress,
            "written": written,
            "is_empty": progress.is_empty and not written,
            "worksheets": worksheets.get().sheets,
            "journey": journey_map.get(),
            "saved": resolve(progress.saved),
            "noted": [(step, note) for step in journey_map.get().steps if (note := progress.notes.get(step.key))],
            "links": sharing.links_of(request.user, now=timezone.now()),
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
        return refuse(request, "Choose done, not-needed or nothing as the state.")
    state = form.cleaned_data["state"]
    store = store_for(request)
    store.set_state(step.key, state, now=timezone.now())
    return answer(request, f"Step {step.number} {NOTICES[state]}.", default=step.url, state=state)


@same_site_post
def tick_activities(request: HttpRequest, key: str) -> HttpResponse:
    """Keep which activities of a step are ticked."""
    step = _step(key)
    page = get_object_or_404(StepPage.objects.live(), pk=step.pk)
    form = TicksForm(request.POST, known=[block.id for block in page.activities])
    if not form.is_valid():
        return refuse(request, "One of the activities has changed since you opened the page. Load it again.")
    store = store_for(request)
    ticks = form.ticks_on(store.load().ticks.get(step.key, []))
    store.set_ticks(step.key, ticks, now=timezone.now())
    return answer(request, f"{len(ticks)} of {len(page.activities)} activities ticked.", default=step.url, state="")


@same_site_post
def note_step(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the reader's note on a step; an empty one takes it away. What another device wrote since is not lost."""
    step = _step(key)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return refuse(request, " ".join(form.errors["note"]))
    note, seen, store = form.cleaned_data["note"], form.cleaned_data["seen"], store_for(request)
    standing, told = store.load().notes.get(step.key, ""), "Note kept." if note else "Note removed."
    if seen and standing and seen != fingerprint(standing) and note != standing:
        note, told = both_notes(standing, note), BOTH_STAND
    store.set_note(step.key, note, now=timezone.now())
    return answer(request, told, default=step.url, state="")


@same_site_post
def save_item(request: HttpRequest) -> HttpResponse:
    """Save a page for later, or remove it."""
    form = SaveForm(request.POST)
    if not form.is_valid():
        return refuse(request, "That is not something that can be saved.")
    kind, key = form.cleaned_data["kind"], form.cleaned_data["key"]
    store = store_for(request)
    if form.cleaned_data["remove"]:
        store.remove_item(kind, key)
        return answer(request, "Removed from your saved pages.", default="/my-journey/", state="")
    if not resolve([(kind, key)]):
        return refuse(request, "That page is no longer here, so it cannot be saved.")
    store.save_item(kind, key, now=timezone.now())
    return answer(request, "Saved for later.", default="/my-journey/", state="saved")


@same_site_post
def clear(request: HttpRequest) -> HttpResponse:
    """Delete everything in My journey, with the links to it, and forget the reader's area."""
    store_for(request).clear()
    sheets_for(request).clear()
    keeping.forget(request)
    sharing.links_of(request.user, now=timezone.now()).delete()
    return answer(request, "Everything in My journey is deleted.", default="/my-journey/", state="")


def _step(key: str) -> MapStep:
    step = journey_map.get().steps_by_key.get(key)
    if step is None:
        raise Http404(f"no step {key!r} on the map")
    return step
