"""Which times can be booked now."""

from datetime import datetime

from django.utils import timezone

from surgeries.models.slots import Slot
from surgeries.querysets import SlotQuerySet
from surgeries.rules import booking_rules


def free_slots(*, now: datetime) -> SlotQuerySet:
    """Times that someone could book now, soonest first."""
    rules = booking_rules.get()
    free = Slot.objects.free(earliest=rules.earliest_start(now), latest=rules.latest_start(now))
    return free.soonest_first()


def next_free(count: int) -> list[Slot]:
    """The next few, no two of them at the same moment: a reader chooses an hour first."""
    found: list[Slot] = []
    for slot in free_slots(now=timezone.now())[: count * 4]:
        if not found or found[-1].starts_at != slot.starts_at:
            found.append(slot)
    return found[:count]


def nearest(to: datetime, count: int, *, now: datetime, slots: SlotQuerySet | None = None) -> list[Slot]:
    """The free times closest to a moment, in order of time."""
    free = list(free_slots(now=now) if slots is None else slots)
    closest = sorted(free, key=lambda slot: abs(slot.starts_at - to))[:count]
    return sorted(closest, key=lambda slot: (slot.starts_at, slot.pk))
