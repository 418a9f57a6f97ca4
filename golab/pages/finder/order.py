"""The order of what a finder found: as asked, by relevance, or with what is near and similar first."""

from dataclasses import dataclass, replace

from django.db.models.expressions import OrderBy

from golab.pages.finder.lines import OptionLine

RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to order what is found. The last of `order_by` must tell any two records apart."""

    key: str
    label: str
    order_by: tuple[str | OrderBy, ...]


class Ordered:
    """What `Found` knows of its order."""

    # --- near and similar
    @property
    def is_near_first(self) -> bool:
        """Whether the visitor's area orders this list: an order that was asked for is kept, and so is relevance."""
        return self.takes_area and self.area.orders_lists and self.sort == self.finder.sorts[0].key

    @property
    def takes_area(self) -> bool:
        return self.finder.near is not None

    @property
    def column_sort(self) -> str:
        """The order that a table's headings tell; none where near and similar come first."""
        return "" if self.is_near_first else self.sort

    @property
    def nothing_near(self) -> str:
        """What the list lacks, in words, where it begins with what is neither near nor similar."""
        is_so = self.is_near_first and self.question.page == 1 and self.total and not self.page.object_list[0].nearness
        return f"No {self.finder.noun}" if is_so else ""

    @property
    def address(self) -> str:
        """This page of the list."""
        return self._url(self.question)

    # --- order
    @property
    def sort(self) -> str:
        return self.question.sort or self.finder.default_sort(self.question)

    @property
    def is_by_relevance(self) -> bool:
        return self.sort == RELEVANCE

    @property
    def sorts(self) -> list[OptionLine]:
        """The ways to order that make sense here. The usual one is sent as nothing: words typed into a list that
        stands newest first do not ask for the newest matches first."""
        first = [(RELEVANCE, "Relevance")] if self.question.words else []
        ways = first + [(sort.key, sort.label) for sort in self.finder.sorts]
        default = self.finder.default_sort(self.question)
        return [OptionLine("" if key == default else key, label, is_chosen=key == self.sort) for key, label in ways]

    @property
    def sort_urls(self) -> dict[str, str]:
        """The list in each order, from its first page: for the headings of a table."""
        return {sort.key: self._url(replace(self.question, sort=sort.key, page=1)) for sort in self.finder.sorts}

    def _order_by(self) -> tuple[str | OrderBy, ...]:
        if self.is_by_relevance:
            return ("-relevance", *self.finder.sorts[0].order_by)
        return next(sort.order_by for sort in self.finder.sorts if sort.key == self.sort)
