"""What a reader gets after a small form: a notice and the way back, or why not."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from golab.pages.samesite import safe_next
from journey.map import journey_map
from journey.progress import store_for


def refuse(request: HttpRequest, why: str) -> HttpResponse:
    """A page that says why: without JavaScript the answer to a form is what the reader sees."""
    return render(request, "errors/400.html", {"why": why}, status=400)


def answer(request: HttpRequest, what: str, *, default: str, state: str) -> HttpResponse:
    """A notice and the way back; for a script, the same as JSON (contract: static/js/behaviour.js)."""
    where = "Kept in your account." if request.user.is_authenticated else "Saved on this device."
    notice = f"{what} {where}"
    if request.accepts("application/json") and not request.accepts("text/html"):
        done = store_for(request).load().done_count
        return JsonResponse({"state": state, "notice": notice, "done": done, "total": len(journey_map.get().steps)})
    messages.success(request, notice)
    return redirect(safe_next(request, default))
