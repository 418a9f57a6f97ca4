"""What every address of the API does alike: it is only read, from any site, so often, and once a version."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from golab.accounts.clients import client_address
from golab.accounts.limits import count_reading
from sibdb.api.answers import problem
from sibdb.opendata.version import data_version

MINUTE = 60
METHODS = "GET, HEAD, OPTIONS"
SHAPE = "1"  # counts up when answers change their form: what clients kept no longer holds
TOLD = "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": TOLD}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, Accept",
    "Access-Control-Max-Age": "86400",
}
View = Callable[..., HttpResponseBase]


def for_machines(view: View) -> View:
    """The view with its method, limit and version looked after."""

    @wraps(view)
    def read(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = _refused(request) or _limited(request, view, *args, **kwargs)
        _say(response, CORS)
        return response

    read.csrf_exempt = True  # type: ignore[attr-defined]  # nothing is written: 405 says so, not a page about forms
    return read


def _refused(request: HttpRequest) -> HttpResponse | None:
    """The answer to another method than GET and HEAD."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS, **PREFLIGHT})
    if request.method not in ("GET", "HEAD"):
        return problem(405, f"Use one of {METHODS}.", Allow=METHODS)
    return None


def _limited(request: HttpRequest, view: View, *args: object, **kwargs: object) -> HttpResponseBase:
    now = timezone.now()
    most, left = settings.API_PER_MINUTE, MINUTE - int(now.timestamp()) % MINUTE
    asked = count_reading("api", client_address(request), MINUTE, now=now)
    if asked > most:
        detail = f"{most} requests a minute are answered. Try again in {left} seconds, or take the files whole."
        response: HttpResponseBase = problem(429, detail, **{"Retry-After": str(left)})
    else:
        response = _versioned(request, view, *args, **kwargs)
    _say(
        response,
        {"RateLimit-Limit": str(most), "RateLimit-Remaining": str(max(most - asked, 0)), "RateLimit-Reset": str(left)},
    )
    return response


def _versioned(request: HttpRequest, view: View, *args: object, **kwargs: object) -> HttpResponseBase:
    """304 to who has this version already, before anything is asked for."""
    etag = etag_of(request)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        if request.method == "HEAD":
            request.method = "GET"  # the server sends no body
        response = view(request, *args, **kwargs)
    if response.status_code in (200, 304):
        _say(response, {"ETag": etag, "Cache-Control": "public, max-age=60"})
    return response


def etag_of(request: HttpRequest) -> str:
    """One for each address and version of the data. Weak: a proxy may compress what it names."""
    address = f"{SHAPE} {data_version.get()} {request.get_full_path()}"
    return f'W/"{sha256(address.encode()).hexdigest()[:32]}"'


def _say(response: HttpResponseBase, headers: dict[str, str]) -> None:
    for name, value in headers.items():
        response.headers[name] = value
