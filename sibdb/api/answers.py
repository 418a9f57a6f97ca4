"""What the API answers: JSON with its terms, and what went wrong as problem+json (RFC 9457)."""

import json
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from golab.exports.as_json import CONTENT_TYPE
from golab.exports.columns import plain
from sibdb.opendata.table import LICENCE
from sibdb.projects.columns import ATTRIBUTION

PROBLEM = "application/problem+json"
TITLES = {
    400: "That question could not be read",
    404: "Not found",
    405: "This API is only read",
    429: "Too many requests",
}


def answer(content: dict[str, Any]) -> HttpResponse:
    """200."""
    text = json.dumps(plain(content), ensure_ascii=False, allow_nan=False)
    return HttpResponse(text, content_type=CONTENT_TYPE)


def problem(status: int, detail: str, **headers: str) -> HttpResponse:
    """What went wrong, and what to do about it."""
    told = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": detail}
    return HttpResponse(json.dumps(told), status=status, content_type=PROBLEM, headers=headers)


def credits_of(version: str) -> dict[str, str]:
    """Whose data it is, on what terms, and which version of it."""
    return {"attribution": ATTRIBUTION, "licence": LICENCE, "version": version}


def absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def page_links(request: HttpRequest, *, page: int, pages: int) -> dict[str, str | None]:
    """Addresses of this page and of those around it; None where there is none."""
    around = {"self": page, "first": 1, "prev": page - 1, "next": page + 1, "last": max(pages, 1)}
    return {
        name: _at_page(request, number) if name in ("self", "first", "last") or 1 <= number <= pages else None
        for name, number in around.items()
    }


def _at_page(request: HttpRequest, number: int) -> str:
    query: QueryDict = request.GET.copy()
    query["page"] = str(number)
    pairs = sorted((key, value) for key, values in query.lists() for value in values)
    return absolute(f"{request.path}?{urlencode(pairs)}")


def link_header(links: dict[str, str | None]) -> str:
    """The same by RFC 8288."""
    return ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items() if url)
