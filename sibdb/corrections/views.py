"""Suggesting a correction, and the public log of changes. Neither sets a cookie; nothing changes by a suggestion."""

import uuid
from functools import wraps

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from golab.accounts.clients import client_address
from golab.accounts.emails import normalise_email
from golab.accounts.limits import DAY, HOUR, count_try, is_first
from golab.pages.samesite import same_site_post
from sibdb.corrections import actions
from sibdb.corrections.forms import AboutForm, CorrectionForm, MissingForm, PageForm
from sibdb.models import Project, ProjectChange

ROOM = "suggestions"
MOST_OF_A_NETWORK = 30  # an hour: a council sits behind one address
MOST_TO_AN_ADDRESS = 3  # a day: nobody can flood another's mailbox
CHANGES_A_PAGE = 50


def _unkept(view):
    """No cache keeps the page and no search engine lists it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


@csrf_exempt  # a POST that does not come from this site is asked to confirm, with a token
@_unkept
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest) -> HttpResponse:
    """/projects/suggest/ for a missing project, and with ?project=<slug> for a correction."""
    if request.method == "POST":
        return _send(request)
    return _draw(request, _project_asked(request), None)


@same_site_post
def _send(request: HttpRequest) -> HttpResponse:
    project = _project_asked(request)
    form = _form(project, request.POST)
    if not form.is_valid():
        return _draw(request, project, form)
    now, told = timezone.now(), dict(form.cleaned_data)
    key, email = told.pop("submission_key"), normalise_email(told.pop("email"))
    is_new = is_first(ROOM, f"try:{key}", HOUR)
    if is_new and count_try(ROOM, f"network:{client_address(request)}", HOUR, now=now) > MOST_OF_A_NETWORK:
        return _draw(request, project, form, is_limited=True)
    is_told = bool(email) and count_try(ROOM, f"email:{email}", DAY, now=now) <= MOST_TO_AN_ADDRESS
    actions.suggest(key=key, project=project, email=email, is_told=is_told, now=now, **told)
    return redirect("sibdb:suggest-received")


@_unkept
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """/projects/suggest/received/"""
    return render(request, "sibdb/corrections/received.html", {"section": "projects", "page_is_noindex": True})


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """/projects/changes/: what changed, when and why. It never says who suggested it."""
    page = Paginator(ProjectChange.objects.public(), CHANGES_A_PAGE).get_page(PageForm(request.GET).asked())
    return render(request, "sibdb/corrections/changes.html", {"page": page, "section": "projects"})


def _project_asked(request: HttpRequest) -> Project | None:
    """The project that the address names; 404 where there is none of that name."""
    slug = AboutForm(request.GET).asked()
    return get_object_or_404(Project.objects.published().with_parts("amounts"), slug=slug) if slug else None


def _form(project: Project | None, data=None) -> CorrectionForm | MissingForm:
    initial = {"submission_key": uuid.uuid4()}
    return CorrectionForm(data, project=project, initial=initial) if project else MissingForm(data, initial=initial)


def _draw(request: HttpRequest, project: Project | None, form, *, is_limited: bool = False) -> HttpResponse:
    context = {
        "project": project,
        "form": form or _form(project),
        "is_limited": is_limited,
        "section": "projects",
        "page_is_noindex": True,
    }
    return render(request, "sibdb/corrections/suggest.html", context, status=429 if is_limited else 200)
