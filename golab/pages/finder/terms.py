"""The terms that facets offer, in one query for all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.db.models import CharField, IntegerField, Model, QuerySet, Value
from django.db.models.functions import Cast

from golab.pages.snapshots import Snapshot
from golab.taxonomy.models import Country, PolicyArea, ResourceType, Stage, Step, Topic


class Term(NamedTuple):
    """A term as lists and chips show it. `key` stands in addresses; `number` is a stage's or step's, or empty.

    A tuple, since hundreds of them come out of the cache for each request, and objects take five times as long.
    """

    kind: str
    pk: str
    key: str
    name: str
    number: str = ""
    page_pk: int | None = None
    is_active: bool = True

    @property
    def label(self) -> str:
        return f"{self.number} {self.name}" if self.number else self.name

    @property
    def css_class(self) -> str:
        """The colour of the stage, also for its steps."""
        return f"stage-{self.number.split('.')[0]}" if self.number else ""


@dataclass(frozen=True)
class Terms:
    """All terms, in the order staff gave them."""

    all: tuple[Term, ...]

    @cached_property
    def by_kind(self) -> dict[str, tuple[Term, ...]]:
        return {kind: tuple(term for term in self.all if term.kind == kind) for kind in MODELS}

    @cached_property
    def _by_pk(self) -> dict[tuple[str, str], Term]:
        return {(term.kind, term.pk): term for term in self.all}

    def of(self, kind: str, pks: list) -> list[Term]:
        """The terms with these primary keys, in the terms' own order."""
        wanted = {str(pk) for pk in pks}
        return [term for term in self.by_kind[kind] if term.pk in wanted]

    def one(self, kind: str, pk: object) -> Term | None:
        return self._by_pk.get((kind, str(pk)))


MODELS: dict[str, type[Model]] = {
    "area": PolicyArea,
    "country": Country,
    "stage": Stage,
    "step": Step,
    "topic": Topic,
    "type": ResourceType,
}
_COLUMNS = ("kind", "term_pk", "term_key", "title", "place", "above", "term_page", "active")


def _rows(kind: str, model: type[Model]) -> QuerySet:
    """One kind of term in the columns that all kinds share."""
    is_country, has_page = model is Country, model in (Stage, Step)
    nothing = Cast(Value(None), IntegerField())
    return (
        model.objects.order_by()
        .annotate(
            kind=Value(kind, output_field=CharField()),
            term_pk=Cast("pk", CharField()),
            term_key=Cast("code" if is_country else "slug", CharField()),
            title=Cast("name", CharField()),
            place=Value(0) if is_country else Cast("sort_order", IntegerField()),
            above=Cast("stage_id", IntegerField()) if model is Step else nothing,
            term_page=Cast("page_id", IntegerField()) if has_page else nothing,
            active=Value(1) if is_country else Cast("is_active", IntegerField()),
        )
        .values_list(*_COLUMNS)
    )


def _build() -> Terms:
    first, *others = [_rows(kind, model) for kind, model in MODELS.items()]
    rows = list(first.union(*others, all=True))
    rows.sort(key=lambda row: (row[0], row[4], row[3].casefold(), row[1]))
    stage_numbers = _count_up(row for row in rows if row[0] == "stage" and row[7])
    step_numbers = {
        step: f"{number}.{place}"
        for stage, number in stage_numbers.items()
        for step, place in _count_up(
            row for row in rows if row[0] == "step" and row[7] and str(row[5]) == stage
        ).items()
    }
    numbers = {"stage": stage_numbers, "step": step_numbers}
    terms = [
        Term(kind, pk, key, name, numbers.get(kind, {}).get(pk, ""), page, bool(active))
        for kind, pk, key, name, _, _, page, active in rows
    ]
    # Steps stand in the order of the journey, not in that of their names.
    return Terms(tuple(sorted(terms, key=lambda term: (term.kind, _in_order(term)))))


def _count_up(rows) -> dict[str, str]:
    return {row[1]: str(place) for place, row in enumerate(rows, 1)}


def _in_order(term: Term) -> tuple[int, ...]:
    if term.kind != "step":
        return ()
    return tuple(int(part) for part in term.number.split(".")) if term.number else (999,)


terms: Snapshot[Terms] = Snapshot("terms", _build)


def offered(kind: str) -> Callable[[], tuple[Term, ...]]:
    """For a facet: the terms of this kind."""
    return lambda: terms.get().by_kind[kind]
