"""What people may ask to be told of. A feature registers its lists from its `AppConfig.ready()`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Search:
    """A search as it is kept: its query string in one form, and in words. `label` never holds an address."""

    query: str
    label: str
    url: str  # of the list, from the site's root


@dataclass(frozen=True)
class News:
    """What is new for a search: how many in all, and the newest of them as the message shows them."""

    count: int
    items: Sequence[dict[str, str]]  # title, kind_label, date_label, summary, url


@dataclass(frozen=True)
class AlertSource:
    """A list that can be searched. `read` takes any query string; `news` what became public after `since`."""

    name: str
    label: str
    read: Callable[[str], Search]
    news: Callable[[str, datetime, datetime], News]


_sources: dict[str, AlertSource] = {}


def register(source: AlertSource) -> None:
    """Make a source known; raises ValueError when another has its name."""
    if _sources.setdefault(source.name, source) != source:
        raise ValueError(f"There are two alert sources named {source.name!r}.")


def names() -> list[str]:
    return sorted(_sources)


def get(name: str) -> AlertSource | None:
    """The source, or None when its feature is gone."""
    return _sources.get(name)
