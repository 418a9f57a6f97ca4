"""Named checks of a record's values. Each says what is odd and mends nothing. They need no database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils import timezone

from golab.contentfiles import read_yaml
from golab.imports.registry import Values
from sibdb.dates import is_before
from sibdb.indigo.cells import EXTRA
from sibdb.indigo.codecs import (
    Address,
    Choice,
    Codec,
    Country,
    Currency,
    Date,
    Goals,
    Member,
    Number,
    Reference,
    Unreadable,
)
from sibdb.indigo.records import HEADS
from sibdb.indigo.shape import LEFT_OUT, is_of

LONGEST_WITHOUT_AN_END = 8  # years of service with no end recorded, after which the stage is in doubt
SMALLEST_CONTRACT = Decimal(20_000)  # in any currency: no contract that pays for outcomes is so small
FIRST, SECOND, THIRD = "1", "2", "3"  # INDIGO's priorities of fields
# What a cell that cannot be read is a case of, by what its column holds.
CELLS: tuple[tuple[type[Codec], str], ...] = (
    (Currency, "bad-currency"), (Number, "bad-number"), (Date, "bad-date"), (Reference, "unknown-id"),
    (Country, "bad-code"), (Goals, "bad-code"), (Choice, "bad-code"), (Address, "bad-address"), (Codec, "bad-text"),
)  # fmt: skip
GROUPED = {
    "dates": ("service_start", "contract_signed"),
    "finance": ("amounts",),
    "purpose": ("policy_area",),
    "service": ("cohort_target", "population_recorded"),
}


@dataclass(frozen=True)
class Fault:
    """What a check found, and in which part of the record."""

    check: str
    level: str
    text: str
    part: str = ""


Check = Callable[[str, Values, date], Iterator[Fault]]


def faults_of(kind: str, key: str, values: Values) -> list[Fault]:
    """All that checks find in a record of a kind."""
    today = timezone.localdate()
    checks: list[Check] = [*EVERYWHERE, *BY_KIND.get(kind, ())]
    return [fault for check in checks for fault in check(key, values, today)] + list(_cells(kind, values))


# --- cells
def _cells(kind: str, values: Values) -> Iterator[Fault]:
    """What no field could hold, and the words that a reviewed table reads as codes."""
    head = next(head for head in HEADS if head.kind == kind)
    yield from _extra(values.get(EXTRA) or {}, head.by_header, "")
    for table in head.tables:
        for row in values.get(table.part) or ():
            if isinstance(row, dict) and is_of(table, row):
                yield from _extra(row.get(EXTRA) or {}, table.by_header, table.part)
    for file, rows in (values.get(EXTRA) or {}).get(LEFT_OUT, {}).items():
        yield Fault("unknown-id", SECOND, f"{file}: {len(rows)} rows name what is in no list, and were left out.")


def _extra(extra: Mapping, columns: Mapping, part: str) -> Iterator[Fault]:
    for header, kept in extra.items():
        codec = columns[header].codec if header in columns else None
        if codec is None or isinstance(codec, Member):
            continue
        if isinstance(kept, list):
            if isinstance(codec, Currency):
                yield Fault("currency-word", SECOND, f"{header}: the word “{kept[0]}” was read as {kept[1]}.", part)
            continue
        yield _of_cell(header, kept, codec, part)


def _of_cell(header: str, text: str, codec: Codec, part: str) -> Fault:
    try:
        codec.read(text)
    except Unreadable as error:
        name = next(name for kind, name in CELLS if isinstance(codec, kind))
        return Fault(name, SECOND, f"{header}: “{text[:80]}” {error}.", part)
    if isinstance(codec, Number):
        return Fault("amount-aside", SECOND, f"{header}: {text} has no currency, or stands against another.", part)
    return Fault("unknown-id", SECOND, f"{header}: {text[:80]} is in no list.", part)


# --- dates and stage
def ends_before_start(key: str, values: Values, today: date) -> Iterator[Fault]:
    if values.get("dates_in_doubt"):
        yield Fault("ends-before-start", FIRST, "The service is recorded to end before it starts.")


def stale_stage(key: str, values: Values, today: date) -> Iterator[Fault]:
    """In implementation after its end, or for years without one."""
    if values.get("stage") != "implementation":
        return
    end, start = values.get("service_end"), values.get("service_start") or values.get("contract_signed")
    if end and is_before(str(end), today):
        yield Fault("stale-stage", FIRST, f"The stage is implementation, and the service was to end in {end}.")
    elif not end and start and int(str(start)[:4]) <= today.year - LONGEST_WITHOUT_AN_END:
        yield Fault("no-end", FIRST, f"The stage is implementation since {str(start)[:4]}, and no end is recorded.")


def no_stage(key: str, values: Values, today: date) -> Iterator[Fault]:
    if values.get("stage") in (None, "not-recorded"):
        yield Fault("no-stage", FIRST, "No stage of development is recorded.")


def complete_too_early(key: str, values: Values, today: date) -> Iterator[Fault]:
    end = str(values.get("service_end_actual") or values.get("service_end") or "")
    if values.get("stage") == "complete" and end and end > today.isoformat()[: len(end)]:
        yield Fault("contradictory", FIRST, f"The stage is complete, and the service ends in {end}.")


# --- people and money
def cap_for_one(key: str, values: Values, today: date) -> Iterator[Fault]:
    """The most for one person in the place of the most for all."""
    most = _amount(values, "maximum")
    if most and most < SMALLEST_CONTRACT:
        text = f"The most that can be paid is recorded as {most:,.0f}. It looks like the cap for one person."
        yield Fault("cap-for-one", FIRST, text, "amounts")


def paid_above_most(key: str, values: Values, today: date) -> Iterator[Fault]:
    most, paid = _row(values, "maximum"), _row(values, "paid")
    is_alike = most and paid and most.get("currency") == paid.get("currency")
    if is_alike and Decimal(paid.get("exact", 0)) > Decimal(most.get("exact", 0)) > 0:
        yield Fault("contradictory", FIRST, "More was paid for outcomes than can be paid at most.", "amounts")


def far_more_people(key: str, values: Values, today: date) -> Iterator[Fault]:
    target, actual = values.get("cohort_target"), values.get("cohort_actual")
    if target and actual and actual > 3 * target:
        yield Fault("contradictory", SECOND, f"{actual:,} people took part, and {target:,} were planned.")


# --- what is missing
def unsourced(key: str, values: Values, today: date) -> Iterator[Fault]:
    sources = values.get("sources") or ()
    if not sources:
        yield Fault("unsourced", FIRST, "The record names no source.")
        return
    named = {group for row in sources for group in row.get("groups", ())}
    for group, fields in GROUPED.items():
        if group not in named and any(values.get(name) for name in fields):
            yield Fault("unsourced", SECOND, f"No source is named for: {group}.")


def no_area_code(key: str, values: Values, today: date) -> Iterator[Fault]:
    places = values.get("locations") or ()
    if places:
        yield Fault("no-area-code", THIRD, f"None of its {len(places)} places has the code of an area.", "locations")


def without_a_metric(key: str, values: Values, today: date) -> Iterator[Fault]:
    """Prices and results of an outcome that is not there."""
    there = {row.get("ref") for row in values.get("outcomes") or ()}
    for part in ("prices", "results", "payments"):
        lost = {
            row["metric_ref"]
            for row in values.get(part) or ()
            if row.get("metric_ref") and row["metric_ref"] not in there
        }
        if lost:
            yield Fault("dangling", SECOND, f"{part}: {', '.join(sorted(lost))} is not among its outcomes.", part)


def id_twice(key: str, values: Values, today: date) -> Iterator[Fault]:
    for part, rows in values.items():
        if isinstance(rows, list):
            twice = [
                row["ref"].partition("--")[0] for row in rows if isinstance(row, dict) and "--" in row.get("ref", "")
            ]
            if twice := [ref for ref in twice if ref]:
                yield Fault("id-twice", SECOND, f"{part}: {', '.join(twice)} stands more than once.", part)


def reviewed_doubts(key: str, values: Values, today: date) -> Iterator[Fault]:
    for text in doubts().get(key, ()):
        yield Fault("reviewed-doubt", SECOND, text)


def area_is_elsewhere(key: str, values: Values, today: date) -> Iterator[Fault]:
    """The country of a fund and the one it pays in."""
    country, areas = values.get("country"), {row.get("country") for row in values.get("areas") or ()} - {None}
    if country and areas and country not in areas:
        text = f"The fund is recorded in {country}, and the area that it pays for as {', '.join(sorted(areas))}."
        yield Fault("contradictory", SECOND, text, "areas")


@cache
def doubts() -> dict[str, list[str]]:
    """Doubts that a person read, by the id of the record."""
    return read_yaml("projects/doubts.yaml")


def _row(values: Values, kind: str) -> Values | None:
    return next((row for row in values.get("amounts") or () if row.get("kind") == kind), None)


def _amount(values: Values, kind: str) -> Decimal | None:
    row = _row(values, kind)
    return Decimal(row["exact"]) if row and "exact" in row else None


EVERYWHERE: tuple[Check, ...] = (id_twice, reviewed_doubts)
BY_KIND: dict[str, tuple[Check, ...]] = {
    "project": (
        *(ends_before_start, stale_stage, no_stage, complete_too_early, cap_for_one, paid_above_most),
        *(far_more_people, unsourced, no_area_code, without_a_metric),
    ),
    "fund": (area_is_elsewhere,),
}
