"""Every live page's address, title and summary in one query: for routing, breadcrumbs, links and lists."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import Page, PageViewRestriction

from golab.pages.snapshots import Snapshot

STEP = Page.steplen


@dataclass(frozen=True, slots=True)
class Node:
    """A live page. `path` is its place in the tree, `model` its class as `app.model`."""

    pk: int
    path: str
    url: str
    title: str
    summary: str
    model: str
    is_restricted: bool


@dataclass(frozen=True)
class SiteTree:
    """The live pages of the site, in tree order."""

    nodes: tuple[Node, ...]

    @cached_property
    def by_pk(self) -> dict[int, Node]:
        return {node.pk: node for node in self.nodes}

    @cached_property
    def by_url(self) -> dict[str, Node]:
        return {node.url: node for node in self.nodes}

    @cached_property
    def by_path(self) -> dict[str, Node]:
        return {node.path: node for node in self.nodes}

    @cached_property
    def restricted_pks(self) -> list[int]:
        """Pages that are not for everyone."""
        return [node.pk for node in self.nodes if node.is_restricted]

    def first_of(self, model: type[Page]) -> Node | None:
        """The first page of a type; of types that there are once, the only one."""
        return next((node for node in self.nodes if node.model == model._meta.label_lower), None)

    def ancestors(self, path: str) -> list[Node]:
        """The pages above a place in the tree, from the home page down, without the page itself."""
        above = (path[:length] for length in range(STEP * 2, len(path), STEP))
        return [self.by_path[place] for place in above if place in self.by_path]

    def children(self, path: str) -> list[Node]:
        """The pages right below a place in the tree, in the order editors gave them."""
        return [node for node in self.nodes if len(node.path) == len(path) + STEP and node.path.startswith(path)]

    def deepest(self, url: str) -> tuple[Node | None, list[str]]:
        """The page with the longest address that `url` begins with, and what of the address is left."""
        parts = [part for part in url.split("/") if part]
        for length in range(len(parts), -1, -1):
            node = self.by_url.get("/" + "".join(f"{part}/" for part in parts[:length]))
            if node:
                return node, parts[length:]
        return None, parts


def public_url(url_path: str) -> str:
    """The address of a page: its url_path without the site root's slug. The hub is one site (docs/adr/0011)."""
    return "/" + url_path.split("/", 2)[2]


def _is_below_a_restriction() -> Exists:
    here = ExpressionWrapper(OuterRef("path"), models.CharField())
    return Exists(PageViewRestriction.objects.annotate(here=here).filter(here__startswith=F("page__path")))


def _build() -> SiteTree:
    rows = (
        Page.objects.live()
        .filter(depth__gte=2)
        .annotate(is_restricted=_is_below_a_restriction())
        .order_by("path")
        .values_list(
            "pk",
            "path",
            "url_path",
            "title",
            "search_description",
            "content_type__app_label",
            "content_type__model",
            "is_restricted",
        )
    )
    return SiteTree(
        nodes=tuple(
            Node(pk, path, public_url(url_path), title, summary, f"{app}.{model}", is_restricted)
            for pk, path, url_path, title, summary, app, model, is_restricted in rows
        )
    )


site_tree = Snapshot("tree", _build)
