"""My area: say it, switch it off and on, forget it."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from golab.pages.samesite import same_site_post
from golab.taxonomy.area import area_of
from journey.answers import answer, refuse
from journey.area import keeping
from journey.area.forms import AreaForm, initial_of, suggestions


@csrf_exempt  # `say` checks for itself
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def my_area(request: HttpRequest) -> HttpResponse:
    """/my-journey/area/: the form, and what was sent with it."""
    if request.method == "POST":
        return say(request)
    given, typed = request.GET.get("next", ""), request.GET.get("place", "")
    initial = initial_of(area_of(request)) | ({"place": typed[:160]} if typed else {})
    return _form(request, AreaForm(initial=initial), given)


@same_site_post
def say(request: HttpRequest) -> HttpResponse:
    """Keep where the visitor works and on what."""
    form = AreaForm(request.POST)
    if not form.is_valid():
        return _form(request, form, request.POST.get("next", ""), status=422)
    keeping.write(request, form.chosen, now=timezone.now())
    what = f"Near and similar things come first now, because you chose {form.chosen.because}."
    return answer(request, what, default=reverse("journey:my-journey"), state="")


@same_site_post
def switch(request: HttpRequest) -> HttpResponse:
    """Lists in their usual order again, or near and similar first again: what was chosen stays."""
    chosen = area_of(request)
    if not chosen:
        return refuse(request, "Nothing is chosen yet. Say where you work first.")
    is_on = request.POST.get("on") == "1"
    keeping.write(request, replace(chosen, is_on=is_on), now=timezone.now())
    what = "Near and similar things come first." if is_on else "Lists are in their usual order."
    return answer(request, what, default=reverse("journey:my-journey"), state="")


@same_site_post
def forget(request: HttpRequest) -> HttpResponse:
    """Keep nothing of it."""
    keeping.forget(request)
    return answer(request, "Your area is forgotten.", default=reverse("journey:my-journey"), state="")


def _form(request: HttpRequest, form: AreaForm, given: str, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": given if url_has_allowed_host_and_scheme(given, {request.get_host()}) else "",
        "places": suggestions(),
        "area": area_of(request),
        "page_is_noindex": True,
        "section": "mine",
    }
    return render(request, "journey/area.html", context, status=status)
