"""Asking for alerts, starting and stopping them. No page here has a cookie, a session or a token of one: who holds a
link may use it, and asking does no more for a stranger's browser than for their own."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from golab.accounts.clients import client_address
from golab.accounts.emails import normalise_email
from golab.accounts.limits import DAY, HOUR, count_try
from golab.notifications import kinds, stopping
from golab.notifications.alerts import actions, sources, tokens
from golab.notifications.alerts.forms import LONGEST_QUERY, AboutForm, AskForm
from golab.notifications.alerts.models import Subscription

ROOM = "alerts"
MOST_OF_A_NETWORK = 30  # an hour: a council sits behind one address
MOST_TO_AN_ADDRESS = 3  # a day: nobody can flood another's mailbox


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache keeps the page, no search engine lists it, and no other site learns its address."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


@private
def ask(request: HttpRequest) -> HttpResponse:
    """/alerts/ask/: the form, and what it says does not depend on whether the address has this alert."""
    about = AboutForm(request.POST if request.method == "POST" else request.GET)
    if not about.is_valid():
        raise Http404
    source = sources.get(about.cleaned_data["about"])
    search = source.read(about.cleaned_data["query"])
    shown = {"source": source, "search": search}
    if request.method != "POST" or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return _draw(
            request, "ask", {**shown, "form": AskForm(initial={**about.cleaned_data, "email": _typed(request)})}
        )
    form = AskForm(request.POST)
    if form.is_valid() and len(search.query) > LONGEST_QUERY:
        form.add_error(None, "This search is too long to keep. Remove a filter or some words.")
    if not form.is_valid():
        return _draw(request, "ask", {**shown, "form": form})
    now, email = timezone.now(), normalise_email(form.cleaned_data["email"])
    if count_try(ROOM, f"network:{client_address(request)}", HOUR, now=now) > MOST_OF_A_NETWORK:
        return _draw(request, "ask", {**shown, "form": form, "is_limited": True}, status=429)
    if count_try(ROOM, f"email:{email}", DAY, now=now) <= MOST_TO_AN_ADDRESS:
        actions.ask(email=email, source=source, query=search.query, now=now)
    return _draw(request, "asked", shown)


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """/alerts/confirm/<token>/: a button, for mail scanners open links."""
    which = tokens.uuid_of(token, tokens.CONFIRM)
    if request.method == "POST":
        row = actions.confirm(which=which, now=timezone.now()) if which else None
    else:
        row = Subscription.objects.filter(uuid=which).first() if which else None
    if row is None:
        raise Http404
    stop_url = tokens.url_of(row, tokens.STOP) if row.is_confirmed else ""
    return _draw(request, "confirm", {"subscription": row, "stop_url": stop_url, "search": _search_of(row)})


@private
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """/alerts/stop/<token>/: a button, and what mail programs press for their reader (RFC 8058)."""
    which = tokens.uuid_of(token, tokens.STOP)
    if which is None:
        raise Http404
    row = Subscription.objects.filter(uuid=which).first()
    if request.method == "POST":
        actions.stop(which=which, now=timezone.now())
        row = None
    return _draw(request, "stop", {"subscription": row})


@private
def no_more(request: HttpRequest, token: str) -> HttpResponse:
    """/alerts/no-more/<token>/: stops messages like the one that brought the link (stopping.py)."""
    message = stopping.message_of(token)
    if message is None:
        raise Http404
    if request.method == "POST":
        stopping.stop(message, now=timezone.now())
    return _draw(request, "no_more", {"kind": kinds.of(message), "is_stopped": request.method == "POST"})


def _search_of(row: Subscription) -> sources.Search | None:
    source = sources.get(row.source)
    return source.read(row.query) if source else None


def _typed(request: HttpRequest) -> str:
    return request.POST.get("email", "")[:254]


def _draw(request: HttpRequest, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    return render(request, f"alerts/{template}.html", {"page_is_noindex": True, **context}, status=status)
