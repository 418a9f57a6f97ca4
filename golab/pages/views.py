"""How an address becomes a page: by the tree snapshot in one query, by Wagtail's own way where it must be asked."""

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from golab.pages.tree import Node, site_tree


def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page at `path`, or one of its sub-routes. Wagtail's hooks run for pages behind a restriction."""
    node, rest = site_tree.get().deepest(path)
    page = node and _load(node)
    result = _route(page, request, rest) if page else None
    if result is None or node.is_restricted or result.page.pk != node.pk:
        # Published a moment ago, or closed to some: Wagtail routes from the database and asks its hooks.
        if result:
            request._wagtail_route_for_request = result
        return wagtail_views.serve(request, path)
    return _respond(request, result)


def _load(node: Node) -> Page | None:
    return apps.get_model(node.model).objects.live().filter(pk=node.pk).first()


def _route(page: Page, request: HttpRequest, rest: list[str]) -> RouteResult | None:
    try:
        return page.route(request, rest)
    except Http404:
        return None


@require_safe
def _respond(request: HttpRequest, result: RouteResult) -> HttpResponse:
    page, args, kwargs = result
    return page.serve(request, *args, **kwargs)
