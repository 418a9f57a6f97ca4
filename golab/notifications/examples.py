"""Each kind of message as it would look, with names of the facts in the places of facts: for staff to read through."""

from collections.abc import Iterator

from django.conf import settings

from golab.notifications import kinds
from golab.notifications.copy import Branch, CopyError, Wording, parse, wording
from golab.notifications.kinds import MessageKind
from golab.notifications.rendering import Rendered, render


def shown_kinds() -> list[MessageKind]:
    """The kinds that have a wording of their own, by label."""
    return sorted((kind for kind in kinds.everything() if _has_wording(kind)), key=lambda kind: kind.label)


def example_of(kind: MessageKind) -> Rendered:
    """The message with examples filled in. Raises CopyError for a kind without a wording."""
    words = wording(kind.wording_key)
    facts = {name: _fact(name) for name in words.placeholders}
    facts |= {name: _rows(name, words) for name in _lists(parse(words.body))}
    return render(kind, {**facts, "unsubscribe_url": _fact("unsubscribe_url")})


def _fact(name: str) -> str:
    if name.endswith("_url") or name == "url":
        return f"{settings.SITE_URL}/…"
    return "3" if name.endswith("_count") else f"[{name.replace('_', ' ')}]"


def _rows(name: str, words: Wording) -> list:
    fields = words.list_items.get(name)
    return [{field: _fact(field) for field in fields} if fields else _fact(name) for _ in range(2)]


def _lists(nodes: list) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Branch):
            if node.item:
                yield node.name
            yield from _lists(node.body)


def _has_wording(kind: MessageKind) -> bool:
    try:
        return bool(wording(kind.wording_key))
    except CopyError:
        return False
