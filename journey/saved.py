"""Saved things, resolved from their keys."""

from golab.search.models import SearchDocument
from golab.search.sources import source_of

Saved = list[dict[str, str]]


def resolve(items: list[tuple[str, str]]) -> Saved:
    """Title, address and kind of each saved (kind, key) that can still be found; the others are left out.

    One query to the search index, which knows everything that anyone may read.
    """
    if not items:
        return []
    found = {
        (kind, key): {"kind": kind, "key": key, "title": title, "url": url, "label": _label(kind)}
        for kind, key, title, url in SearchDocument.objects.with_keys(items).values_list("kind", "key", "title", "url")
    }
    return [found[item] for item in items if item in found]


def _label(kind: str) -> str:
    source = source_of(kind)
    return source.name if source else ""
