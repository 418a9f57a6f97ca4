"""Small changes posted from pages that carry no token, because readers have no cookie (docs/adr/0003)."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check, answering with the reason and no page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent the request. Browsers do not let scripts forge these."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site:
        return fetch_site == "same-origin"
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}" or (bool(origin) and origin == settings.SITE_URL)


def has_valid_token(request: HttpRequest) -> bool:
    check = _TokenCheck(lambda request: None)
    check.process_request(request)
    return check.process_view(request, lambda request: None, (), {}) is None


def same_site_post(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Accept a POST that comes from this site, or one with a token; ask anyone else to confirm, with a token."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_from_this_site(request) or has_valid_token(request):
            return view(request, *args, **kwargs)
        return _ask(request)

    return checked


def _ask(request: HttpRequest) -> HttpResponse:
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
    response = render(request, "pages/confirm_post.html", {"fields": kept, "page_is_noindex": True})
    response.headers["Cache-Control"] = "no-store"
    return response


def safe_next(request: HttpRequest, default: str) -> str:
    """Where to go after a POST: the form's `next` if it is an address of ours, else `default`."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_ours else default
