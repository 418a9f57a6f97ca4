"""The diary that staff look at: what stands on a day, or in a week, time by time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch

from surgeries.models import Booking, Slot
from surgeries.querysets import SlotQuerySet
from surgeries.states import LIVE, Status
from surgeries.wording import local, whole_day

OPEN, WITHDRAWN = ("Open", "plus"), ("Withdrawn", "cross")
ICONS = {
    Status.REQUESTED: "help",
    Status.CONFIRMED: "check",
    Status.ATTENDED: "success",
    Status.NO_SHOW: "warning",
}


@dataclass(frozen=True)
class Entry:
    """A time, and the live booking that holds it, if any. `state` and `icon` say the same twice."""

    slot: Slot
    booking: Booking | None

    @property
    def state(self) -> str:
        if self.booking:
            return self.booking.get_status_display()
        return WITHDRAWN[0] if self.slot.is_withdrawn else OPEN[0]

    @property
    def icon(self) -> str:
        if self.booking:
            return ICONS[Status(self.booking.status)]
        return WITHDRAWN[1] if self.slot.is_withdrawn else OPEN[1]

    @property
    def is_free(self) -> bool:
        return self.booking is None and not self.slot.is_withdrawn


@dataclass(frozen=True)
class DiaryDay:
    """A day and its times."""

    date: date
    entries: list[Entry] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.date:%A %-d %B}"

    @property
    def count(self) -> str:
        booked = sum(entry.booking is not None for entry in self.entries)
        return f"{booked} booked, {sum(entry.is_free for entry in self.entries)} open" if self.entries else "nothing"


@dataclass(frozen=True)
class DiaryWeek:
    """Monday to Friday, and the weekend where there is something on it."""

    days: list[DiaryDay]

    @property
    def monday(self) -> date:
        return self.days[0].date

    @property
    def earlier(self) -> date:
        return self.monday - timedelta(weeks=1)

    @property
    def later(self) -> date:
        return self.monday + timedelta(weeks=1)


def week_of(day: date, slots: SlotQuerySet) -> DiaryWeek:
    """The week in which the day is: two queries, however much there is."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    by_day: dict[date, list[Entry]] = {}
    for entry in _entries(slots, whole_day(monday)[0], whole_day(sunday)[1]):
        by_day.setdefault(local(entry.slot.starts_at).date(), []).append(entry)
    dates = [monday + timedelta(days=number) for number in range(7)]
    return DiaryWeek([DiaryDay(one, by_day.get(one, [])) for one in dates if one.weekday() < 5 or one in by_day])


def today(now: datetime, slots: SlotQuerySet) -> DiaryDay:
    """London's today, without what is withdrawn."""
    day = local(now).date()
    return DiaryDay(day, [entry for entry in _entries(slots, *whole_day(day)) if not entry.slot.is_withdrawn])


def _entries(slots: SlotQuerySet, first: datetime, last: datetime) -> Iterable[Entry]:
    live = Prefetch("bookings", Booking.objects.filter(status__in=LIVE).select_related("topic"), to_attr="live")
    for slot in slots.filter(starts_at__range=(first, last)).soonest_first().prefetch_related(live):
        yield Entry(slot, slot.live[0] if slot.live else None)
