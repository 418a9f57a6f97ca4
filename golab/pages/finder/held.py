"""A list in the memory of the process: which records have which option, as the bits of whole numbers. To count is then
to lay numbers over each other, which takes a thousandth of what a database takes, whichever filters are chosen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import CharField, F, QuerySet, Value, Window
from django.db.models.functions import Cast, RowNumber

from golab.pages.finder.facets import Chosen, Counts, Facet
from golab.pages.snapshots import Snapshot

Bits = int  # a set of records: bit n stands for the record at place n of the usual order
PLACE, YEAR = "-place", "-year"  # beside the keys of facets, which have no hyphen


@dataclass(frozen=True)
class Holding:
    """The records by their places in the usual order. `marks` has, for each facet, the records of each option."""

    pks: Sequence[int]
    places: Mapping[int, int]  # the other way round
    marks: Mapping[str, Mapping[str, Bits]]
    years: Mapping[int, Bits]

    @property
    def all(self) -> Bits:
        return (1 << len(self.pks)) - 1

    def of(self, pks: Iterable[int]) -> Bits:
        """The records with these primary keys; others are not held."""
        return _bits([self.places[pk] for pk in pks if pk in self.places], len(self.pks))

    def between(self, first: int | None, last: int | None) -> Bits:
        """The records of these years, both included; all of them where neither is named."""
        if not first and not last:
            return self.all
        years = (year for year in self.years if (not first or year >= first) and (not last or year <= last))
        return _together(self.years[year] for year in years)

    def narrowed(self, found: Bits, chosen: Chosen, *, leaving_out: str = "") -> Bits:
        """Those of `found` that fit what is chosen in every facet, or in every other one."""
        for key, options in chosen.items():
            if options and key != leaving_out:
                found &= _together(self.marks[key].get(option.match, 0) for option in options)
        return found

    def count(self, found: Bits, facets: Sequence[Facet], chosen: Chosen) -> Counts:
        """How many of `found` are left, and how many have each option over what the *other* facets leave."""
        by_facet = {}
        for facet in facets:
            others = self.narrowed(found, chosen, leaving_out=facet.key)
            marks = self.marks[facet.key].items()
            by_facet[facet.key] = {match: number for match, bits in marks if (number := (bits & others).bit_count())}
        return Counts(self.narrowed(found, chosen).bit_count(), by_facet)

    def some(self, found: Bits, start: int, stop: int) -> list[int]:
        """The primary keys of those from `start` up to `stop`, in the usual order."""
        places: list[int] = []
        while found and len(places) < stop:
            lowest = found & -found
            places.append(lowest.bit_length() - 1)
            found ^= lowest
        return [self.pks[place] for place in places[start:]]


class Held:
    """Holds a list for as long as `stamp` stays the same: `everything()` in the order `order_by`.

    For some thousands of records: each process reads all of them anew, in one statement, after any has changed.
    """

    def __init__(self, everything: Callable[[], QuerySet], stamp: Snapshot[str]) -> None:
        self.everything = everything
        self.stamp = stamp
        self._kept: tuple[str, Holding] | None = None

    def get(self, facets: Sequence[Facet], order_by: Sequence[object], years: str) -> Holding:
        stamp, kept = self.stamp.get(), self._kept
        if kept is None or kept[0] != stamp:
            self._kept = kept = stamp, _read(self.everything(), facets, order_by, years)
        return kept[1]

    def is_of(self, queryset: QuerySet) -> bool:
        """Whether these are the records that are held, and not a part of them."""
        return queryset.query.where == self.everything().query.where


def _read(everything: QuerySet, facets: Sequence[Facet], order_by: Sequence[object], years: str) -> Holding:
    """One statement: a row for each record with its place, and one for each option that it has."""
    place = Window(RowNumber(), order_by=order_by)
    parts = [_part(everything, PLACE, place)]
    parts += [_part(everything, YEAR, F(years))] if years else []
    parts += [_part(everything.filter(facet.among), facet.key, facet.value) for facet in facets]
    rows = defaultdict(lambda: defaultdict(list))  # the records of each option of each facet
    for key, pk, option in parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]:
        if option is not None:
            rows[key][option].append(pk)
    pks = [pk for _, (pk,) in sorted(rows.pop(PLACE, {}).items(), key=lambda row: int(row[0]))]
    places = {pk: place for place, pk in enumerate(pks)}
    marks = {
        key: {option: _bits([places[pk] for pk in having], len(pks)) for option, having in options.items()}
        for key, options in rows.items()
    }
    by_year = {int(year): bits for year, bits in marks.pop(YEAR, {}).items()}
    return Holding(pks, places, {facet.key: marks.get(facet.key, {}) for facet in facets}, by_year)


def _part(queryset: QuerySet, key: str, value: object) -> QuerySet:
    columns = {"held_key": Cast(Value(key), CharField()), "held_option": Cast(value, CharField())}
    return queryset.order_by().annotate(**columns).values_list("held_key", "pk", "held_option")


def _bits(places: Iterable[int], length: int) -> Bits:
    """Written into bytes, for a number of some thousand bits is copied whole at every change."""
    written = bytearray(length // 8 + 1)
    for place in places:
        written[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(written, "little")


def _together(bits: Iterable[Bits]) -> Bits:
    return reduce(or_, bits, 0)
