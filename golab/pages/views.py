"""How an address becomes a page: by the tree snapshot in one query, by Wagtail's own way where it must be asked."""

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from golab.pages.tree import Node, SiteTree, site_tree


def serve(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page at `path`, or one of its sub-routes. Wagtail's hooks run for pages behind a restriction."""
    # What the snapshot does not know may have been published a moment ago: the database says.
    found = _find(request, path, site_tree.get()) or _find(request, path, site_tree.get_from_database())
    if found is None:
        raise Http404(f"no page at /{path}")
    node, result = found
    if node.is_restricted:
        request._wagtail_route_for_request = result
        return wagtail_views.serve(request, path)
    return _respond(request, result)


def _find(request: HttpRequest, path: str, tree: SiteTree) -> tuple[Node, RouteResult] | None:
    node, rest = tree.deepest(path)
    page = node and _load(node, has_rest=bool(rest))
    result = _route(page, request, rest) if page else None
    return (node, result) if result and result.page.pk == node.pk else None


def _load(node: Node, *, has_rest: bool) -> Page | None:
    """The page itself; none where an address goes on below a page that has no sub-routes."""
    model = apps.get_model(node.model)
    if has_rest and not issubclass(model, RoutablePageMixin):
        return None
    return model.objects.live().filter(pk=node.pk).first()


def _route(page: Page, request: HttpRequest, rest: list[str]) -> RouteResult | None:
    try:
        return page.route(request, rest)
    except Http404:
        return None


@require_safe
def _respond(request: HttpRequest, result: RouteResult) -> HttpResponse:
    page, args, kwargs = result
    return page.serve(request, *args, **kwargs)
