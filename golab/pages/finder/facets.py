"""Facets: what a list can be narrowed by. OR inside a facet, AND between facets, each counted over the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Field, Q, QuerySet, Value
from django.db.models.functions import Cast

from golab.pages.finder.terms import Term, offered

SHOWN_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet. `value` stands in the address, `match` in the database (as text)."""

    value: str
    label: str
    match: str
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class Facet:
    """A group of options. `field` is the column, relation or annotation that holds the value, as the ORM
    spells it.

    `hides_empty` leaves out options that nothing has: for facets with hundreds of options, such as countries.
    `among` says which related rows count, where not all do. `most` is how many options stand, those that are chosen
    aside: for thousands, such as organisations, of which the address may name any.
    """

    key: str
    label: str
    field: str
    options: Callable[[], Iterable[Option]]
    hides_empty: bool = False
    among: Q = field(default_factory=Q)
    most: int | None = None

    def narrow(self, queryset: QuerySet, options: Sequence[Option]) -> QuerySet:
        """The records that have one of `options`; all of them when there is none. No record comes twice."""
        if not options:
            return queryset
        has_one = {f"{self.field}__in": [option.match for option in options]}
        if self.is_one_column(queryset):
            return queryset.filter(**has_one)
        return queryset.filter(pk__in=queryset.model._base_manager.filter(self.among, **has_one).values("pk"))

    @property
    def value(self) -> object:
        """What is counted, as an expression."""
        return F(self.field)

    def is_one_column(self, queryset: QuerySet) -> bool:
        """Whether each record has at most one value, in its own row."""
        if self.field in queryset.query.annotations:
            return True
        if "__" in self.field:
            return False
        field = queryset.model._meta.get_field(self.field)
        return isinstance(field, Field) and not field.many_to_many


def term_facet(key: str, label: str, field: str, kind: str, *, hides_empty: bool = False) -> Facet:
    """A facet of terms: `kind` is area, country, stage, step, topic or type."""
    return Facet(key=key, label=label, field=field, options=_of_terms(offered(kind)), hides_empty=hides_empty)


def _of_terms(listed: Callable[[], tuple[Term, ...]]) -> Callable[[], tuple[Option, ...]]:
    """Options of terms: hundreds, so they are made anew only when the terms are."""
    made: tuple[tuple[Term, ...], tuple[Option, ...]] = ((), ())

    def options() -> tuple[Option, ...]:
        nonlocal made
        found = listed()
        if found is not made[0]:
            made = found, tuple(Option(term.key, term.label, term.pk, term.is_active) for term in found)
        return made[1]

    return options


def choice_facet(
    key: str, label: str, field: str, choices: Iterable[tuple[str, str]], *, hides_empty: bool = False
) -> Facet:
    """A facet of a field with choices."""
    options = tuple(Option(value, name, value) for value, name in choices)
    return Facet(key=key, label=label, field=field, options=lambda: options, hides_empty=hides_empty)


Chosen = Mapping[str, Sequence[Option]]  # by the key of the facet


def narrowed(queryset: QuerySet, facets: Sequence[Facet], chosen: Chosen, *, leaving_out: Facet | None = None):
    """The records that fit what is chosen in every facet, or in every other one."""
    for facet in facets:
        if facet is not leaving_out:
            queryset = facet.narrow(queryset, chosen.get(facet.key, ()))
    return queryset


@dataclass(frozen=True)
class Counts:
    """How many records there are, and how many have each option (by facet, then by `Option.match`)."""

    total: int
    by_facet: Mapping[str, Mapping[str, int]]


def count(queryset: QuerySet, facets: Sequence[Facet], chosen: Chosen) -> Counts:
    """The total and the count of every option over what the *other* facets leave, in one statement.

    Facets of one column are counted together, as a table of their combinations: one pass over the records instead of
    one for each, and what is chosen in them is looked up there.
    """
    plain = [facet for facet in facets if facet.is_one_column(queryset)]
    related = [facet for facet in facets if facet not in plain]
    width = max(len(plain), 1)
    parts = [_combinations(narrowed(queryset, related, chosen), plain, width)]
    for facet in related:
        others = narrowed(queryset, facets, chosen, leaving_out=facet)
        parts.append(_options(others, facet, width))
    by_facet: dict[str, dict[str, int]] = {facet.key: {} for facet in facets}
    wanted = [{option.match for option in chosen.get(facet.key, ())} for facet in plain]
    total = 0
    for key, *options, records in _together(parts):
        if key:
            by_facet[key][options[0]] = records
            continue
        misses = [place for place, picked in enumerate(wanted) if picked and options[place] not in picked]
        total += 0 if misses else records
        for place, facet in enumerate(plain):
            if not misses or misses == [place]:  # counted over the others: its own choice does not matter
                counted = by_facet[facet.key]
                counted[options[place]] = counted.get(options[place], 0) + records
    return Counts(total, by_facet)


def _combinations(queryset: QuerySet, facets: Sequence[Facet], width: int) -> QuerySet:
    """How many records have each combination of values; all of them where there is no facet."""
    columns = {f"option_{place}": Cast(F(facet.field), CharField()) for place, facet in enumerate(facets)}
    return _counted(queryset, "", columns, width, Count("pk"))


def _options(queryset: QuerySet, facet: Facet, width: int) -> QuerySet:
    """How many records have each value."""
    column = {"option_0": Cast(facet.value, CharField())}
    return _counted(queryset.filter(facet.among), facet.key, column, width, Count("pk", distinct="__" in facet.field))


def _counted(queryset: QuerySet, key: str, columns: dict, width: int, number: Count) -> QuerySet:
    names = [f"option_{place}" for place in range(width)]
    values = {name: columns.get(name) or _text(None) for name in names}
    return (
        queryset.order_by()
        .values(facet=_text(key), **values)
        .annotate(records=number)
        .values_list("facet", *names, "records")
    )


def count_each(querysets: Mapping[str, QuerySet]) -> dict[str, int]:
    """How many records each queryset has, in one statement."""
    found = dict.fromkeys(querysets, 0)
    if querysets:
        parts = [_counted(queryset, name, {}, 1, Count("pk")) for name, queryset in querysets.items()]
        for name, _, records in _together(parts):
            found[name] = records
    return found


def _together(parts: list[QuerySet]) -> QuerySet:
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def _text(value: str | None) -> Cast:
    return Cast(Value(value), CharField())  # cast, or PostgreSQL does not know the type of a NULL in a UNION
