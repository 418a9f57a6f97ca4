"""Whether an address of ours leads somewhere: text may name a room of the hub that is not open."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import Resolver404, resolve
from wagtail.contrib.routable_page.models import RoutablePageMixin

from golab.pages.tree import site_tree

# Last parts of addresses that mean something of their own in some room, so no record may be called so.
RESERVED_SLUGS = (
    *("print", "list", "search", "feed", "export", "map", "new", "compare", "landscape", "data", "changes", "suggest"),
    *("id", "oai", "manage", "calendar", "themes", "shared", "stuck", "area", "worksheets"),
)


def refuse_reserved_slug(slug: str) -> None:
    """Raises a ValidationError for a slug that means something of its own."""
    if slug in RESERVED_SLUGS:
        raise ValidationError({"slug": f"“{slug}” has a meaning of its own in addresses. Choose another ending."})


def leads_somewhere(url: str) -> bool:
    """True for addresses elsewhere, and for those of ours that a page or a view answers."""
    if not url.startswith("/") or url.startswith("//"):
        return bool(url)
    path = url.split("#")[0].split("?")[0]
    try:
        match = resolve(path)
    except Resolver404:
        return False
    return _is_page(path) if match.url_name == "wagtail_serve" else True


def _is_page(path: str) -> bool:
    node, rest = site_tree.get().deepest(path)
    return bool(node) and (not rest or issubclass(apps.get_model(node.model), RoutablePageMixin))
