"""The hub's addresses and, before them, a bare view that answers with the bytes of a measured page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from golab import urls as hub

BARE = "/bench-bare/"
BODIES: list[bytes] = []  # filled by bench.measure, asked for by their place


def bare(request: HttpRequest, place: int) -> HttpResponse:
    """What Django itself costs for these bytes, behind the same middleware."""
    return HttpResponse(BODIES[place])


urlpatterns = [path(f"{BARE[1:]}<int:place>/", bare), *hub.urlpatterns]
handler400, handler403, handler404 = hub.handler400, hub.handler403, hub.handler404
handler429, handler500 = hub.handler429, hub.handler500
