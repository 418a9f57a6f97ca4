"""Error pages. Those for 500 and 503 are drawn without request context, database or cache."""

import re
import sys
from urllib.parse import unquote

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.html import format_html

from golab.ops.database import is_lost_database

log = structlog.get_logger("golab.errors")
RETRY_AFTER = 30  # seconds
TITLES = {
    400: "That request could not be read",
    403: "You cannot open this page",
    404: "Page not found",
    413: "That was too large",
    429: "Too many tries",
    500: "Something went wrong",
    503: "The hub is not available for a moment",
}
PLAIN = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} - GO Lab knowledge hub</title></head>
<body><main><h1>{title}</h1><p>Try again in a minute, or go to <a href="/">the start of the hub</a>.</p></main></body>
</html>
"""
ENDINGS = re.compile(r"\.(html?|php|aspx?)$", re.IGNORECASE)
NOT_A_WORD = re.compile(r"[^\w]+|_")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; a body over the limits is a 413."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return request_too_large(request)
    return _answer(request, 400, alone=True)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _answer(request, 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: it was open too long, or came from another site."""
    log.info("form_refused", reason=reason)
    return _answer(request, 403, template="errors/form_expired.html", title="That form is out of date")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, with a search for the words of the address."""
    return _answer(request, 404, search_text=words_of(request.path_info))


def request_too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _answer(request, 413, alone=True)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429."""
    response = _answer(request, 429)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 where the error being handled is a lost database."""
    if is_lost_database(sys.exc_info()[1]):
        return database_down(request)
    return _answer(request, 500, alone=True)


def database_down(request: HttpRequest) -> HttpResponse:
    """503: come back in half a minute."""
    response = _answer(request, 503, alone=True)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def words_of(path: str) -> str:
    """The words of an address, for a search: `/old/rate-cards_2019.html` gives `old rate cards 2019`."""
    text = NOT_A_WORD.sub(" ", ENDINGS.sub("", unquote(path)))
    return " ".join(text.split())[:100].strip()


def _answer(
    request: HttpRequest, status: int, *, template: str = "", title: str = "", alone: bool = False, **context: str
) -> HttpResponse:
    """The page for `status`; JSON for the API. `alone`: draw it without context processors."""
    title = title or TITLES[status]
    if request.path_info.startswith("/api/"):
        return JsonResponse({"status": status, "title": title}, status=status, content_type="application/problem+json")
    context |= {"status": status, "title": title}
    return HttpResponse(_page(template or f"errors/{status}.html", context, None if alone else request), status=status)


def _page(template: str, context: dict, request: HttpRequest | None) -> str:
    """The page drawn, or three plain lines: a fault in an error page must not hide the error."""
    try:
        return render_to_string(template, context, request)
    except Exception as error:
        if is_lost_database(error):
            raise
        log.exception("error_page_failed", template=template)
        return format_html(PLAIN, **context)
