"""Addresses of the API."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from sibdb.api import describing
from sibdb.api.reading import for_machines
from sibdb.api.views import api

app_name = "api"


def _read(pattern: URLPattern) -> URLPattern:
    """An address of django-ninja's, with its method, limit and version looked after."""
    return path(str(pattern.pattern), for_machines(pattern.callback), name=pattern.name)


urlpatterns = [
    path("", RedirectView.as_view(pattern_name="api:docs"), name="root"),
    path("docs", describing.docs, name="docs"),
    path("openapi.json", for_machines(describing.openapi), name="openapi"),
    *(_read(pattern) for pattern in api.urls[0] if pattern.name != "api-root"),
    path("<path:rest>", for_machines(describing.nothing), name="nothing"),  # not a page of the site, with its frame
]
