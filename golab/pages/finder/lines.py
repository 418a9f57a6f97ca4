"""What templates draw of a finder. The names are those that `templates/components/` ask for."""

from collections.abc import Callable
from dataclasses import dataclass

from golab.pages.finder.facets import SHOWN_AT_ONCE


@dataclass(frozen=True, slots=True)
class OptionLine:
    """A value of a facet, a way to sort."""

    value: str
    label: str
    is_chosen: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with its options."""

    name: str
    label: str
    options: list[OptionLine]
    is_open: bool

    @property
    def chosen(self) -> list[OptionLine]:
        return [option for option in self.options if option.is_chosen]

    @property
    def is_rest_chosen(self) -> bool:
        """Whether something is chosen that "Show all" would hide."""
        return any(option.is_chosen for option in self.options[SHOWN_AT_ONCE:])


@dataclass(frozen=True, slots=True)
class Years:
    """The years asked for."""

    first: int | None
    last: int | None

    @property
    def is_chosen(self) -> bool:
        return bool(self.first or self.last)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address without it."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; whether pages before it were left out."""

    number: int
    url: str
    is_current: bool
    is_after_gap: bool = False


def links_near(here: int, last: int, url: Callable[[int], str]) -> list[PageLink]:
    """The first and last page and those near `here`."""
    near = sorted({1, last, *range(max(here - 2, 1), min(here + 2, last) + 1)})
    return [PageLink(number, url(number), number == here, number - 1 not in (0, *near)) for number in near]


@dataclass(frozen=True, slots=True)
class ViewLink:
    """A way to look at the list."""

    label: str
    icon: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Where nothing is found: what to do to find how many, and the address for it."""

    label: str
    url: str
    count: int = 0
