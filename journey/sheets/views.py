"""Worksheets filled in and kept, and results of the decision aid."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from golab.pages.models import BasicsPage
from golab.pages.samesite import same_site_post
from journey.answers import answer, refuse
from journey.forms import DecisionForm
from journey.map import journey_map
from journey.sheets.decisions import kept_values, key_of
from journey.sheets.defined import Sheet, worksheets
from journey.sheets.forms import SheetForm
from journey.sheets.kept import DECISION, WORKSHEET, Kept, Stale, keep_decision, sheets_for
from journey.sheets.prefill import earlier_answers
from journey.sheets.written import in_words

GONE = "What was kept of it before is no longer there: it was deleted, or this device forgot it. What you sent is kept."
STALE = (
    "This worksheet was saved elsewhere since you opened it. What you wrote still stands in the form below. "
    "Where the other version differs, it stands beside the field. Take from it what you need, then save."
)


@csrf_exempt  # `_save` checks where a POST comes from
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def worksheet(request: HttpRequest, key: str) -> HttpResponse:
    """A worksheet to fill in; a POST keeps it."""
    return _save(request, key) if request.method == "POST" else _show(request, _sheet(key))


def _show(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    store = sheets_for(request)
    has_session = bool(request.session.session_key)
    kept, decisions = (store.load(kind) if has_session else {} for kind in (WORKSHEET, DECISION))
    taken = earlier_answers(worksheets.get(), kept, decisions)
    stands = kept.get(sheet.key, Kept())
    return _page(request, SheetForm(sheet, stands, taken), stands)


@same_site_post
def _save(request: HttpRequest, key: str) -> HttpResponse:
    sheet, store = _sheet(key), sheets_for(request)
    stands = store.load(WORKSHEET).get(key, Kept())
    form = SheetForm(sheet, stands, {}, request.POST)
    form.full_clean()
    seen = form.seen_version
    try:
        kept = store.save(WORKSHEET, key, form.values_on(stands), expected=seen, now=timezone.now())
    except Stale as stale:
        return _tell_stale(request, form, stale.current)
    notices = [GONE] if seen and not stands.version else []
    return _tell_kept(request, form, kept, notices)


def _tell_stale(request: HttpRequest, form: SheetForm, current: Kept) -> HttpResponse:
    if _is_script(request):
        return JsonResponse({"state": "stale", "notice": STALE}, status=409)
    form.see(current.version)
    return _page(request, form, current, told=STALE, others=_others(form, current), status=409)


def _tell_kept(request: HttpRequest, form: SheetForm, kept: Kept, notices: list[str]) -> HttpResponse:
    where = "Kept in your account." if request.user.is_authenticated else "Saved on this device."
    if _is_script(request):
        wrong = {name: list(errors) for name, errors in form.errors.items()}
        notice = " ".join([where, *notices])
        return JsonResponse({"state": "saved", "version": kept.version, "notice": notice, "errors": wrong})
    if form.errors:
        form.see(kept.version)
        return _page(request, form, kept, status=400)
    messages.success(request, " ".join([f"{form.sheet.title} saved. {where}", *notices]))
    return redirect(form.sheet.url)


def _page(
    request: HttpRequest,
    form: SheetForm,
    stands: Kept,
    *,
    told: str = "",
    others: dict | None = None,
    status: int = 200,
) -> HttpResponse:
    fields = form.sheet.fields
    rows = [
        {
            "field": form[field.key],
            "taken": form.taken.get(field.key, ""),
            "other": (others or {}).get(field.key, ""),
            "aside": [in_words(field, value) for value in stands.earlier.get(field.key, [])],
        }
        for field in fields
    ]
    context = {
        "form": form,
        "sheet": form.sheet,
        "rows": rows,
        "stands": stands,
        "told": told,
        "has_aside": bool(stands.earlier),
        "step": journey_map.get().steps_by_key.get(form.sheet.step_key),
        "others": [other for other in worksheets.get().sheets if other.key != form.sheet.key],
        "page_is_noindex": True,
        "section": "mine",
    }
    return render(request, "journey/worksheet.html", context, status=status)


def _others(form: SheetForm, current: Kept) -> dict[str, str]:
    """What the other version says where it differs from what was sent."""
    sent = form.answers
    return {
        field.key: in_words(field, current.fields[field.key])
        for field in form.sheet.fields
        if current.fields.get(field.key) and current.fields[field.key] != sent.get(field.key)
    }


@same_site_post
def clear_worksheet(request: HttpRequest, key: str) -> HttpResponse:
    """Delete what stands on one worksheet."""
    sheet = _sheet(key)
    sheets_for(request).remove(WORKSHEET, key)
    return answer(request, f"{sheet.title} is empty again.", default=sheet.url, state="")


@same_site_post
def save_decision(request: HttpRequest) -> HttpResponse:
    """Keep a result of the decision aid."""
    form = DecisionForm(request.POST)
    page = get_object_or_404(BasicsPage.objects.live(), pk=form.cleaned_data["page"]) if form.is_valid() else None
    decision = page.decide(request.POST) if page else None
    if decision is None or not decision.chosen:
        return refuse(request, "Answer at least one question first: there is no result to keep.")
    keep_decision(sheets_for(request), key_of(page, decision), kept_values(page, decision), now=timezone.now())
    return answer(
        request, "Result saved to My journey.", default=f"{reverse('journey:my-journey')}#results-h", state=""
    )


@same_site_post
def remove_decision(request: HttpRequest, key: str) -> HttpResponse:
    """Delete a kept result."""
    sheets_for(request).remove(DECISION, key)
    return answer(request, "Result removed.", default=f"{reverse('journey:my-journey')}", state="")


def _is_script(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def _sheet(key: str) -> Sheet:
    sheet = worksheets.get().by_key.get(key)
    if sheet is None:
        raise Http404(f"no worksheet {key!r}")
    return sheet
