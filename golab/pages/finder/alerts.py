"""A finder that people can keep a search of: what is new for it comes by email."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Model, QuerySet
from django.http import QueryDict

from golab.notifications.addresses import one_line
from golab.notifications.alerts.sources import AlertSource, News, Search
from golab.pages.finder.finder import Finder, Found

LONGEST_LABEL = 80
LISTED = 20  # in one message; the link leads to all
# Anybody can have our message sent to anybody: the words of the search must not advertise an address.
_AN_ADDRESS = re.compile(r"https?:|www\.|@|\w\.\w{2,}|\d{6,}", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class KeptFinder:
    """A list whose searches can be kept.

    `public` gives the records that readers see, `address` the list's; `public_since` is the field that holds when a
    record became public; `item` says what a message tells of one: title, kind_label, date_label, summary and url.
    """

    name: str
    label: str
    finder: Finder
    public: Callable[[], QuerySet]
    address: Callable[[], str]
    public_since: str
    item: Callable[[Model], dict[str, str]]

    @property
    def source(self) -> AlertSource:
        return AlertSource(self.name, self.label, self.read, self.news)

    def read(self, query: str) -> Search:
        """The search in one form: neither its order nor its page matters."""
        found = self._found(self.public(), query)
        kept = replace(found.question, sort="", view="", page=1).query_string()
        return Search(kept, self._label(found), f"{found.path}?{kept}" if kept else found.path)

    def news(self, query: str, since: datetime, until: datetime) -> News:
        """What became public after `since` and up to `until`, the newest first. Only records with all the words."""
        new = {f"{self.public_since}__gt": since, f"{self.public_since}__lte": until}
        found = self._found(self.public().filter(**new), query)
        rows = found.queryset.filter(relevance__gte=1) if found.question.words else found.queryset
        listed = rows.order_by(f"-{self.public_since}", "pk")
        items = [self.item(record) for record in listed[:LISTED]]
        return News(rows.count() if len(items) == LISTED else len(items), items)

    def _found(self, records: QuerySet, query: str) -> Found:
        return self.finder.find(records, QueryDict(query.removeprefix("?")), path=self.address())

    def _label(self, found: Found) -> str:
        words = one_line(found.question.words)
        said = ["your search" if _AN_ADDRESS.search(words) else words] if words else []
        said += [chip.label for chip in found.chips]
        label = ", ".join(said) or f"all {self.finder.nouns}"
        return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1].rstrip(' ,')}…"
