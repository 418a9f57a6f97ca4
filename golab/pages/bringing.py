"""What a reader has gathered here and could take along to people: one feature keeps it, another asks for it.

The keeper registers `lines_of(request)` from its `AppConfig.ready()`. Nobody hands anything on by themselves: who asks
shows the lines to the reader first, and takes them only if the reader says so.
"""

from collections.abc import Callable

from django.http import HttpRequest

Lines = list[dict[str, str]]  # each with `what` it is, its `title` and its `url` on this site
MOST = 60

_keepers: dict[str, Callable[[HttpRequest], Lines]] = {}


def register(name: str, lines_of: Callable[[HttpRequest], Lines]) -> None:
    """Make a feature's things known; the same name again replaces it."""
    _keepers[name] = lines_of


def lines_of(request: HttpRequest) -> Lines:
    """What this reader could take along; nothing for someone without a session, at no cost."""
    return [line for keeper in _keepers.values() for line in keeper(request)][:MOST]
