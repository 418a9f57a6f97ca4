"""Middleware of the composition root."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from golab.ops import errors
from golab.ops.database import is_lost_database
from golab.ops.logs import masked

log = structlog.get_logger("golab.request")
REQUEST_SECONDS = Histogram(
    "golab_request_seconds", "Time to answer a request, by its address's name", ["method", "status", "view"]
)
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
UNLOGGED = ("/healthz", "/metrics", "/static/")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """One policy for the site, a looser one for the CMS, and for signed-in staff what Wagtail's user bar needs."""

    def get_policy_parts(self, request: HttpRequest, response: HttpResponse, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if request.path_info.startswith("/admin/"):
            parts.config = settings.CMS_CONTENT_SECURITY_POLICY
        elif not 300 <= response.status_code < 400 and _is_staff(request):  # what leads elsewhere shows no bar
            parts.update = settings.USERBAR_CONTENT_SECURITY_POLICY | (parts.update or {})
        return parts


def _is_staff(request: HttpRequest) -> bool:
    """Whether someone who may use the CMS looks at the site. Asks nothing about visitors without a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "user"):
        return False
    try:
        return request.user.is_active and request.user.has_perm("wagtailadmin.access_admin")
    except DatabaseError:
        return False


class DatabaseDownMiddleware:
    """Answers 503 while the database cannot be reached. Django opens a new connection for the next request itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """For views and templates; errors.server_error does the same for what fails in other middleware."""
        if not is_lost_database(exception):
            return None
        log.error("database_unreachable", detail=str(exception).strip())
        return errors.database_down(request)


class PlainErrorMiddleware:
    """Gives an empty 413 or 429 its page, so that rooms below can answer `HttpResponse(status=429)`."""

    PAGES = {413: errors.request_too_large, 429: errors.too_many_requests}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        page = self.PAGES.get(response.status_code)
        if page is None or response.streaming or response.content:
            return response
        explained = page(request)
        for name in ("Retry-After", "Vary"):
            if name in response:
                explained[name] = response[name]
        explained.cookies = response.cookies
        return explained


class RequestLogMiddleware:
    """One line and one measurement for each request: no query string, no token, nothing about the person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "is_dummy", False):  # Wagtail drawing a preview inside a request already logged
            return self.get_response(request)
        request.id = _request_id(request)
        structlog.contextvars.bind_contextvars(request_id=request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            self._note(request, response, seconds=time.perf_counter() - started)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
        response["X-Request-ID"] = request.id
        return response

    @staticmethod
    def _note(request: HttpRequest, response: HttpResponse, *, seconds: float) -> None:
        match = request.resolver_match
        view = (match.view_name or match.route) if match else "unmatched"
        REQUEST_SECONDS.labels(_method(request), response.status_code, view).observe(seconds)
        if request.path_info.startswith(UNLOGGED) and response.status_code < 400:
            return
        log.info(
            "request",
            method=_method(request),
            path=masked(request.path_info)[:300],
            status=response.status_code,
            ms=round(seconds * 1000, 1),
        )


def _method(request: HttpRequest) -> str:
    known = request.method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return request.method if known else "other"


def _request_id(request: HttpRequest) -> str:
    """The proxy's id where it is a plain one, or a new one."""
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
