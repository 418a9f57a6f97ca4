"""The hub's addresses and, before them, a bare view that answers with as many bytes as it is asked for."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from golab import urls as hub

BARE = "/bench-bare/"


def bare(request: HttpRequest, size: int) -> HttpResponse:
    """What Django itself costs for an answer of this size, behind the same middleware."""
    return HttpResponse(b"x" * size)


urlpatterns = [path(f"{BARE[1:]}<int:size>/", bare), *hub.urlpatterns]
handler400, handler403, handler404 = hub.handler400, hub.handler403, hub.handler404
handler429, handler500 = hub.handler429, hub.handler500
