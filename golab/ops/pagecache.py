"""Pages for readers: kept whole in the cache, compressed, checked by ETag. Decision: docs/adr/0020-page-cache.md.

Only what carries nothing of one person is kept: an anonymous GET without a cookie, answered 200 as HTML without a
cookie. For that reason compressing it is safe too (BREACH needs a secret on the page).
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from prometheus_client import Counter

from golab.ops.versions import KEY as VERSION_KEY
from golab.ops.versions import content_version

READS = Counter("golab_page_cache_reads", "Readers' pages asked of the page cache", ["outcome"])

# Rooms that are never the same for everyone, or that answer a question instead of showing a page.
NEVER = (
    "/admin/",
    "/account/",
    "/my-journey/",
    "/search/",
    "/alerts/",
    "/styleguide/",
    "/documents/",
    "/media/",
    "/static/",
    "/healthz",
    "/metrics",
    "/surgeries/manage/",
    "/surgeries/booked/",
    "/surgeries/feedback/",
    "/events/manage/",
)
VARY_FOR_EVERYONE = {"cookie", "accept-encoding"}
FRESH_FOR_PROXIES = 60  # seconds; a browser asks each time and is mostly told 304
SMALLEST_WORTH_COMPRESSING = 500


@dataclass(frozen=True)
class Entry:
    """One kept page: `body` is gzip; `headers` are those of the first answer."""

    version: int
    etag: str
    headers: dict[str, str]
    body: bytes

    def response(self) -> HttpResponse:
        return HttpResponse(gzip.decompress(self.body), headers=self.headers)


class PageCacheMiddleware:
    """Answers readers from the cache, keeps what may be kept, and tells proxies and browsers what is whose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_reader(request):
            return _not_for_sharing(_pack_answer(request, self.get_response(request)))
        seconds = settings.PAGE_CACHE_SECONDS
        key = cache_key(request)
        entry, version = _look_up(key) if seconds else (None, None)
        if entry:
            READS.labels("hit").inc()
            return _for_reader(request, entry.response(), etag=entry.etag, packed=entry.body)
        READS.labels("miss").inc()
        response = self.get_response(request)
        if not is_for_everyone(response):
            return _not_for_sharing(response)
        body, etag = gzip.compress(response.content, 6, mtime=0), _etag(response.content)
        if seconds and version is not None and request.method == "GET":
            cache.set(key, Entry(version, etag, dict(response.headers), body), _seconds_to_keep(response, seconds))
        return _for_reader(request, response, etag=etag, packed=body)


def is_reader(request: HttpRequest) -> bool:
    """Whether this request could come from anyone: no cookie, no credentials, no query, not a personal room."""
    return (
        request.method in ("GET", "HEAD")
        and not request.META.get("HTTP_COOKIE")
        and not request.META.get("HTTP_AUTHORIZATION")
        and not request.META.get("QUERY_STRING")
        and not request.path_info.startswith(NEVER)
        and not getattr(request, "is_dummy", False)  # Wagtail drawing a preview
        and _has_valid_host(request)
    )


def is_for_everyone(response: HttpResponse) -> bool:
    """Whether this answer to a reader may be shown to every other reader."""
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith("text/html")
        and not response.has_header("Cache-Control")
        and not response.has_header("Content-Encoding")
        and vary <= VARY_FOR_EVERYONE
    )


def cache_key(request: HttpRequest) -> str:
    """One entry for each scheme, host and address (the page's links and canonical address name them)."""
    address = f"{request.scheme}://{request.get_host()}{request.path}"
    return f"page:{hashlib.sha256(address.encode()).hexdigest()}"


def _seconds_to_keep(response: HttpResponse, most: int) -> int:
    """`most`, or less when the page itself says when it changes: `response.changes_at`, such as the end of an event."""
    changes_at = getattr(response, "changes_at", None)
    return most if changes_at is None else min(most, max(1, int((changes_at - timezone.now()).total_seconds())))


def _has_valid_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _look_up(key: str) -> tuple[Entry | None, int | None]:
    """The kept page if it is of the current version, and that version; one round trip for a hit."""
    found = cache.get_many([VERSION_KEY, key])
    version, entry = found.get(VERSION_KEY), found.get(key)
    if version is None:
        return None, content_version()
    return (entry if entry and entry.version == version else None), version


def _etag(content: bytes) -> str:
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def _for_reader(request: HttpRequest, response: HttpResponse, *, etag: str, packed: bytes) -> HttpResponse:
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    patch_cache_control(response, public=True, max_age=0, s_maxage=FRESH_FOR_PROXIES)
    response["ETag"] = etag
    conditional = get_conditional_response(request, etag=etag, response=response)
    if conditional is not response:
        return conditional
    _pack(request, response, lambda: packed)
    return response


def _pack(request: HttpRequest, response: HttpResponse, packed: Callable[[], bytes]) -> None:
    if len(response.content) >= SMALLEST_WORTH_COMPRESSING and _accepts_gzip(request):
        response.content = packed()
        response["Content-Encoding"] = "gzip"
    # CommonMiddleware said the length before; a browser would wait for what never comes until the connection ends.
    response["Content-Length"] = str(len(response.content))


def _pack_answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer to a question of someone without a cookie holds no secret either; it is only not worth keeping."""
    if request.method == "GET" and not request.META.get("HTTP_COOKIE") and is_for_everyone(response):
        patch_vary_headers(response, ["Accept-Encoding"])
        _pack(request, response, lambda: gzip.compress(response.content, 6, mtime=0))
    return response


def _accepts_gzip(request: HttpRequest) -> bool:
    for part in request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _, weight = part.partition(";")
        if name.strip() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _not_for_sharing(response: HttpResponse) -> HttpResponse:
    """A page drawn for one visitor: no proxy may keep it, and the browser asks again."""
    is_page = response.get("Content-Type", "").startswith("text/html")
    if is_page and response.status_code == 200 and not response.has_header("Cache-Control"):
        patch_vary_headers(response, ["Cookie"])
        patch_cache_control(response, private=True, no_cache=True)
    return response
