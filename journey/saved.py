"""Saved things, resolved from their keys."""

from golab.pages.tree import Node, site_tree
from journey.map import journey_map

Saved = list[dict[str, str]]


def resolve(items: list[tuple[str, str]]) -> Saved:
    """Title, address and kind of each saved (kind, key) that is still here; the others are left out."""
    found = (_resolve(kind, key) for kind, key in items)
    return [item for item in found if item]


def _resolve(kind: str, key: str) -> dict[str, str] | None:
    if kind == "step":
        step = journey_map.get().steps_by_key.get(key)
        return step and _saved(kind, key, f"{step.number} {step.title}", step.url, "Step")
    if kind == "guide":
        node: Node | None = site_tree.get().by_url.get(f"/guides/{key}/")
        return node and _saved(kind, key, node.title, node.url, "How-to guide")
    return None


def _saved(kind: str, key: str, title: str, url: str, label: str) -> dict[str, str]:
    return {"kind": kind, "key": key, "title": title, "url": url, "label": label}
