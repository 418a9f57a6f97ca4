"""Which times can be booked now."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from surgeries.models.slots import Slot
from surgeries.querysets import SlotQuerySet
from surgeries.times.rules import booking_rules, rules_beside, rules_from

LOOK_AHEAD, LOOK_AT_MOST = timedelta(weeks=26), 300


def free_slots(*, now: datetime) -> SlotQuerySet:
    """Times that someone could book now, soonest first."""
    rules = booking_rules.get()
    free = Slot.objects.free(earliest=rules.earliest_start(now), latest=rules.latest_start(now))
    return free.soonest_first()


def next_free(count: int, *, now: datetime) -> list[Slot]:
    """The next few, no two of them at the same moment: a reader chooses an hour first."""
    return _at_different_hours(free_slots(now=now)[: count * 4])[:count]


def next_free_in_one_query(count: int, *, now: datetime) -> list[Slot]:
    """The same with the rules in the same query, for the home page, which has none to spare."""
    open_ = Slot.objects.free(earliest=now, latest=now + LOOK_AHEAD).order_by("starts_at", "pk")
    rows = list(open_.annotate(**rules_beside())[:LOOK_AT_MOST])
    if not rows:
        return []
    rules = rules_from(rows[0].figures, rows[0].days_off)
    first, last = rules.earliest_start(now), rules.latest_start(now)
    return _at_different_hours(slot for slot in rows if first <= slot.starts_at <= last)[:count]


def _at_different_hours(slots: Iterable[Slot]) -> list[Slot]:
    found: list[Slot] = []
    for slot in slots:
        if not found or found[-1].starts_at != slot.starts_at:
            found.append(slot)
    return found


def chosen(uuid: str, *, now: datetime) -> Slot | None:
    """The time that someone chose. `is_free` says whether it can be had, and `is_held` whether someone has it."""
    slot, rules = Slot.objects.with_hold().filter(uuid=uuid).as_listed().first(), booking_rules.get()
    if slot:
        is_offered = slot.is_offered(earliest=rules.earliest_start(now), latest=rules.latest_start(now))
        slot.is_free = is_offered and not slot.is_held
    return slot


def nearest(to: datetime, count: int, slots: Iterable[Slot]) -> list[Slot]:
    """Of these times the closest to a moment, in order of time."""
    closest = sorted(slots, key=lambda slot: (abs(slot.starts_at - to), slot.starts_at, slot.pk))[:count]
    return sorted(closest, key=lambda slot: (slot.starts_at, slot.pk))
