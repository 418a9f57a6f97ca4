"""What is asked of search, and what it answers."""

import datetime
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.safestring import SafeString

from golab.search.sources import name_of

OPTIONS_AT_ONCE = 8  # of a facet; the page folds the rest


@dataclass(frozen=True)
class Filters:
    """What was chosen: OR within each, AND between them. Slugs; countries as codes."""

    kinds: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was chosen."""
        return any((self.kinds, self.areas, self.stages, self.countries, self.years))


@dataclass(frozen=True)
class Hit:
    """A found document. `title` and `extract` are safe HTML with the found words in <mark>; the rest is plain."""

    kind: str
    key: str
    url: str
    plain_title: str
    context: str
    summary: str
    title: SafeString
    extract: SafeString
    date: datetime.date | None = None

    @property
    def kind_name(self) -> str:
        return name_of(self.kind)


@dataclass(frozen=True)
class Option:
    """A value of a facet, and how many results choosing it gives."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow results; `name` is its parameter in the address."""

    name: str
    label: str
    options: list[Option]

    @cached_property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]

    @property
    def is_rest_chosen(self) -> bool:
        """Whether something is chosen that stands in the folded part."""
        return any(option.is_chosen for option in self.options[OPTIONS_AT_ONCE:])

    @property
    def hides_all(self) -> bool:
        """Whether, where nothing is found, something would be without what is chosen here."""
        return bool(self.chosen) and any(option.count for option in self.options)


@dataclass(frozen=True)
class Group:
    """The results of one kind: their number, and the first of them; the exact hit counts, but stands in its box."""

    kind: str
    label: str
    total: int
    hits: list[Hit]

    @property
    def has_more(self) -> bool:
        return self.total > len(self.hits)


@dataclass(frozen=True)
class Results:
    """The answer to a question.

    `text` is what was searched for: what was typed, or `corrected` where a typing error was mended.
    """

    text: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    groups: list[Group] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    corrected: str = ""
    synonyms_used: list[str] = field(default_factory=list)
    exact: Hit | None = None
    took_too_long: bool = False
