"""A finder as a feature declares it, and what it finds for one query string."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

from golab.pages.finder.facets import Counts, Facet, count, narrowed
from golab.pages.finder.form import Question
from golab.pages.finder.held import Bits, Held, Holding
from golab.pages.finder.lines import Chip, Group, OptionLine, PageLink, Suggestion, ViewLink, Years, links_near
from golab.pages.finder.order import RELEVANCE, Ordered, Sort
from golab.pages.finder.ways_out import WaysOut
from golab.pages.snapshots import Snapshot, kept
from golab.search import meant
from golab.taxonomy.area import NOTHING, MyArea

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at what is found: as a list, as a table."""

    key: str
    label: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class Finder:
    """What a list offers.

    The first of `sorts` is used unless the reader asks for another; questions with words are sorted by relevance.
    `matching` takes a queryset and words and annotates `relevance`; without it there is no search box.
    `stamp` changes whenever a record does: with it, counts are remembered for as long as a snapshot may be old.
    `years` names the integer field that `year_from` and `year_to` compare. The first of `views` is used unless the
    reader asks for another; the feature's template draws each. `near` annotates `nearness` (and what it is made of, see
    `MyArea.why`) for a visitor's area, or leaves the records as they are where it says nothing of them. `held` keeps
    the list of all records in memory.
    """

    noun: str
    nouns: str
    facets: tuple[Facet, ...]
    sorts: tuple[Sort, ...]
    matching: Callable[[QuerySet, str], QuerySet] | None = None
    years: str = ""
    views: tuple[View, ...] = ()
    stamp: Snapshot[str] | None = None
    near: Callable[[QuerySet, MyArea], QuerySet] | None = None
    held: Held | None = None
    page_size: int = 25
    open_facets: int = 3

    def find(self, everything: QuerySet, params: QueryDict, *, path: str, area: MyArea = NOTHING) -> "Found":
        """What of `everything` (one row for each record) the query string asks for; `path` is the list's address.

        What is near and similar for the visitor's `area` comes first where the list stands in its usual order.
        """
        question = Question.read(
            params,
            facets=self.facets,
            sorts=[sort.key for sort in self.sorts] + [RELEVANCE] * bool(self.matching),
            views=[view.key for view in self.views[1:]],
            has_years=bool(self.years),
            has_words=bool(self.matching),
        )
        if question.sort == self.default_sort(question):
            question = replace(question, sort="")
        if question.sort == RELEVANCE and not question.words:
            question = replace(question, sort="")
        return Found(self, everything, question, path, area)

    def default_sort(self, question: Question) -> str:
        return RELEVANCE if question.words else self.sorts[0].key

    def counted(self, number: int) -> str:
        """A number of records in words: "1 publication", "2,000 publications"."""
        return f"{number:,} {self.noun if number == 1 else self.nouns}"


@dataclass
class Found(Ordered, WaysOut):
    """The answer to one question. Nothing is asked of the database before it is needed.

    `prepare` adds to the records of one page what their view shows; counting them needs none of it.
    """

    finder: Finder
    everything: QuerySet
    question: Question
    path: str
    area: MyArea = NOTHING
    prepare: Callable[[QuerySet], QuerySet] = field(default=lambda queryset: queryset)

    # --- records
    @cached_property
    def base(self) -> QuerySet:
        """What fits the words and the years, before any facet."""
        return self._in_years(self._matching(self.everything))

    @cached_property
    def queryset(self) -> QuerySet:
        """All that is found, in order: what a feed and an export hold."""
        found = narrowed(self.base, self.finder.facets, self.question.chosen)
        if self.is_near_first:
            return self.finder.near(found, self.area).order_by("-nearness", *self._order_by())
        return found.order_by(*self._order_by())

    @cached_property
    def page(self) -> Page:
        """One page of records; the last one where the address asks for more."""
        paginator = Paginator((), self.finder.page_size)
        paginator.count = self.total  # counted already
        page = paginator.get_page(self.question.page)
        start = (page.number - 1) * self.finder.page_size
        page.object_list = list(self._records(start, min(start + self.finder.page_size, self.total)))
        return page

    def _records(self, start: int, stop: int) -> QuerySet:
        """So many in order. Those in the usual order are known by their places, where the list is held."""
        if self.holding is None or self.question.words or self.sort != self.finder.sorts[0].key or self.is_near_first:
            return self.prepare(self.queryset)[start:stop]
        found = self.holding.narrowed(self._bits, self.question.chosen)
        records = self.everything.filter(pk__in=self.holding.some(found, start, stop))
        return self.prepare(records.order_by(*self._order_by()))

    @cached_property
    def holding(self) -> Holding | None:
        """All the records, where they are held in memory."""
        held = self.finder.held
        if held is None or not held.is_of(self.everything):
            return None
        return held.get(self.finder.facets, self.finder.sorts[0].order_by, self.finder.years)

    @cached_property
    def _bits(self) -> Bits:
        """Those held that fit the words and the years, before any facet."""
        found = self.holding.between(self.question.year_from, self.question.year_to)
        if self.question.words:
            found &= self.holding.of(self._matching(self.everything).order_by().values_list("pk", flat=True))
        return found

    @cached_property
    def counts(self) -> Counts:
        """The total and the count of every option: half of what a list costs, and the same for every page of it."""
        if self.holding is not None:
            return self.holding.count(self._bits, self.finder.facets, self.question.chosen)
        return self.kept("counts", lambda: count(self.base, self.finder.facets, self.question.chosen))

    def kept(self, what: str, build: Callable[[], T]) -> T:
        """What `build` works out of all that is found, in whatever order: remembered until a record changes."""
        if self.finder.stamp is None:
            return build()
        asked = sha256(f"{self.path}{self.query_string}".encode()).hexdigest()
        return kept(self.finder.stamp, f"{what}:{asked}", build)

    @property
    def total(self) -> int:
        return self.counts.total

    @property
    def has_some_words_only(self) -> bool:
        """Whether no record has all the words, so that those with some of them stand in."""
        return bool(self.question.words) and any(record.relevance < 1 for record in self.page.object_list[:1])

    def _matching(self, queryset: QuerySet) -> QuerySet:
        return self.finder.matching(queryset, self.question.words) if self.question.words else queryset

    def _in_years(self, queryset: QuerySet) -> QuerySet:
        bounds = {
            f"{self.finder.years}__gte": self.question.year_from,
            f"{self.finder.years}__lte": self.question.year_to,
        }
        return queryset.filter(**{lookup: year for lookup, year in bounds.items() if year})

    # --- the panel
    @cached_property
    def facets(self) -> list[Group]:
        """Those that have something to offer."""
        return [group for place, facet in enumerate(self.finder.facets) if (group := self._group(facet, place)).options]

    def _group(self, facet: Facet, place: int) -> Group:
        chosen = {option.value for option in self.question.chosen.get(facet.key, ())}
        counted = self.counts.by_facet[facet.key]
        rows = [(counted.get(option.match, 0), option) for option in facet.options()]
        if facet.hides_empty:  # long, and most of it behind "Show all": what most records have comes first
            rows = [row for row in rows if row[0] or row[1].value in chosen]
            rows.sort(key=lambda row: -row[0])
        else:
            rows = [row for row in rows if row[0] or row[1].is_active or row[1].value in chosen]
        if facet.most is not None:
            rows = [row for rank, row in enumerate(rows) if rank < facet.most or row[1].value in chosen]
        options = [OptionLine(option.value, option.label, option.value in chosen, number) for number, option in rows]
        return Group(facet.key, facet.label, options, place < self.finder.open_facets)

    @property
    def years(self) -> Years | None:
        return Years(self.question.year_from, self.question.year_to) if self.finder.years else None

    @cached_property
    def chips(self) -> list[Chip]:
        """Each filter that is set, with the address that removes just it."""
        chips = [
            Chip(facet.label, option.label, self._url(self.question.without(facet.key, option)))
            for facet in self.finder.facets
            for option in self.question.chosen.get(facet.key, ())
        ]
        for key, label in (("year_from", "From"), ("year_to", "Up to")):
            if year := getattr(self.question, key):
                chips.append(Chip("Year", f"{label} {year}", self._url(self.question.without(key))))
        return chips

    # --- views
    @property
    def view(self) -> str:
        return self.question.view or self.finder.views[0].key

    @property
    def view_links(self) -> list[ViewLink]:
        """The same list, looked at in each way."""
        first = self.finder.views[:1]
        return [
            ViewLink(
                view.label,
                view.icon,
                self._url(replace(self.question, view="" if view in first else view.key)),
                view.key == self.view,
            )
            for view in self.finder.views
        ]

    # --- words
    @property
    def count_text(self) -> str:
        return self.finder.counted(self.total)

    @cached_property
    def meant(self) -> Suggestion | None:
        """The words that were probably meant, where one was mistyped."""
        words = self.question.words and meant(self.question.words)
        return Suggestion(words, self._url(replace(self.question, words=words, page=1))) if words else None

    # --- addresses
    @cached_property
    def query_string(self) -> str:
        """For exports and feeds of the same list: with a question mark, or empty."""
        query = self.question.query_string(for_files=True)
        return f"?{query}" if query else ""

    @property
    def page_links(self) -> list[PageLink]:
        """The first and last page and those near this one; none where one page holds all."""
        if not self.page.has_other_pages():
            return []
        return links_near(self.page.number, self.page.paginator.num_pages, self._page_url)

    @property
    def previous_url(self) -> str:
        return self._page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self._page_url(self.page.number + 1) if self.page.has_next() else ""

    def _page_url(self, number: int) -> str:
        return self._url(replace(self.question, page=number))

    def _url(self, question: Question) -> str:
        query = question.query_string()
        return f"{self.path}?{query}" if query else self.path
