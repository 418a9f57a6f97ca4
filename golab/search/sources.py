"""What search finds. Each feature registers its sources from `AppConfig.ready()`; the kernel knows none of them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from wagtail.models import DraftStateMixin, Page


@dataclass(frozen=True, kw_only=True)
class Document:
    """What search keeps of one thing. Texts are plain; policy_areas, stages, steps, topics and countries are slugs
    (codes for countries). `names` are other names of the thing: they count nearly as much as its title.
    `context` is the line under the title in results: "Stage 2, Develop the business case", "9 minutes".
    `year` need only be given where the day is not known."""

    key: str
    url: str
    title: str
    summary: str = ""
    body: str = ""
    names: tuple[str, ...] = ()
    context: str = ""
    language: str = "en"
    date: datetime.date | None = None
    year: int | None = None
    policy_areas: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


def terms_of(thing: Model) -> dict[str, tuple[str, ...]]:
    """The terms of something classified, as a `Document` takes them. No query where they were fetched with it."""
    names = ("policy_areas", "stages", "steps", "topics")
    return {name: tuple(term.slug for term in getattr(thing, name).all()) for name in names}


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """One kind of thing that search finds.

    `models` are what `queryset` yields (of pages: the specific ones).
    `key` names the field with the natural key, which saved items and links hold: it should never change.
    `queryset` gives all things; drafts and what is closed to some are left out by `public`, not by the source.
    `may_be_exact`: stands in a box above the results when the question is its title; `action` is on its button.
    `is_vocabulary`: its titles are words to search by, offered to who begins to type without JavaScript.
    """

    kind: str
    label: str  # as a heading: "How-to guides"
    order: int  # of the groups on the page
    models: tuple[type[Model], ...]
    queryset: Callable[[], QuerySet]
    to_document: Callable[[Model], Document]
    key: str
    singular: str = ""  # "How-to guide"
    may_be_exact: bool = False
    action: str = ""  # "Read this guide"
    is_vocabulary: bool = False

    def public(self) -> QuerySet:
        """The things that anyone may read: live, and behind no view restriction."""
        found = self.queryset()
        if issubclass(found.model, Page):
            return found.live().public()
        if issubclass(found.model, DraftStateMixin):
            return found.filter(live=True)
        return found

    def key_of(self, thing: Model) -> str:
        return str(getattr(thing, self.key))

    @property
    def name(self) -> str:
        """One of the kind: "How-to guide"."""
        return self.singular or self.label


_sources: dict[str, SearchSource] = {}


def register(source: SearchSource) -> None:
    """Make a kind of thing searchable; once for each kind."""
    if source.kind in _sources:
        raise ImproperlyConfigured(f"Two search sources call themselves {source.kind!r}.")
    _sources[source.kind] = source


def unregister(kind: str) -> None:
    """Take a source away; its documents go with the next rebuild or repair."""
    _sources.pop(kind, None)


def all_sources() -> list[SearchSource]:
    """In the order of their groups."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def source_of(kind: str) -> SearchSource | None:
    return _sources.get(kind)


def name_of(kind: str) -> str:
    """One of this kind, as on a label: "How-to guide"; the kind itself where no source is known."""
    source = source_of(kind)
    return source.name if source else kind


def sources_for(model: type[Model]) -> list[SearchSource]:
    """The sources that this model feeds."""
    return [source for source in _sources.values() if model in source.models]
