"""Free times as people look for them: a week at a time, day by day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypedDict

from django.db.models import Q

from surgeries.models import Slot
from surgeries.models.advisers import shown_as
from surgeries.models.formats import Format, in_short
from surgeries.querysets import SlotQuerySet
from surgeries.times import free as free_times
from surgeries.wording import local, whole_day

DAYS, NEAREST = 5, 6
USUAL_MINUTES = 45


class Time(TypedDict):
    """A free time as a choice: what the form sends, and its name in the pieces in which the page shows it."""

    value: str
    starts: str
    ends_and_who: str
    how: str


@dataclass(frozen=True)
class Day:
    """A day and its free times."""

    date: date
    times: list[Time]

    @property
    def name(self) -> str:
        return f"{self.date:%A} {self.date.day}"

    @property
    def full_name(self) -> str:
        return f"{self.date:%A %-d %B}"

    @property
    def note(self) -> str:
        count = len(self.times)
        return f"{count} time{'' if count == 1 else 's'}" if count else ""


@dataclass(frozen=True)
class Week:
    """The days of one week, and the weeks before and after in which there is a free time.

    `nearest` are the times nearest to one that was lost, of whichever week.
    """

    monday: date
    days: list[Day]
    earlier: date | None
    later: date | None
    nearest: list[Slot]

    @property
    def heading(self) -> str:
        """`23 to 27 November`, `30 November to 4 December`"""
        first, last = self.days[0].date, self.days[-1].date
        start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
        return f"{start} to {last.day} {last:%B}"


class Choice:
    """Free times to choose from, or of these only those of one way to meet or of one adviser (`who`, their key). Read
    as weeks: never all times at once."""

    def __init__(self, slots: SlotQuerySet, how: str = "", who: int | None = None) -> None:
        offered = list(slots.mondays())
        slots = slots.filter(formats__contains=[how]) if how else slots
        self._slots = slots.filter(adviser=who) if who else slots
        self._formats = {one for _, formats, *_ in offered for one in formats}
        self._names = {key: shown_as(name, is_example=is_example) for _, _, key, name, is_example in offered}
        self._mondays = sorted(
            {monday for monday, formats, key, *_ in offered if (not how or how in formats) and who in (None, key)}
        )

    @property
    def formats(self) -> list[tuple[str, str]]:
        """The ways to meet that free times offer, for a choice; nothing when there is only one."""
        offered = [(value, in_short([value])) for value in Format.values if value in self._formats]
        return offered if len(offered) > 1 else []

    @property
    def advisers(self) -> list[tuple[int, str]]:
        """Key and name of those who have free times, for a choice; nothing when there is only one."""
        return sorted(self._names.items(), key=lambda one: one[1].lower()) if len(self._names) > 1 else []

    def week(self, asked: date | None, *, lost: Slot | None = None) -> Week | None:
        """The asked week, or the first with a free time when the asked one has none; None when no time is free.

        With what is nearest to the time that someone has lost, in the same query.
        """
        if not self._mondays:
            return None
        monday = _monday(asked) if asked else self._mondays[0]
        place = self._mondays.index(monday) if monday in self._mondays else 0
        wanted = Q(starts_at__range=_span(self._mondays[place]))
        if lost:
            wanted |= Q(pk__in=self._slots.nearest(lost.starts_at).values("pk")[:NEAREST])
        return _week(list(self._slots.filter(wanted).as_listed()), self._mondays, place, lost)


def _week(slots: list[Slot], mondays: list[date], place: int, lost: Slot | None) -> Week:
    monday, by_day = mondays[place], defaultdict(list)
    for slot in slots:
        by_day[local(slot.starts_at).date()].append(slot)
    weekend = [day for day in (monday + timedelta(days=5), monday + timedelta(days=6)) if day in by_day]
    dates = [monday + timedelta(days=number) for number in range(DAYS)] + weekend
    return Week(
        monday=monday,
        days=[Day(day, [_time(slot) for slot in by_day[day]]) for day in dates],
        earlier=mondays[place - 1] if place else None,
        later=mondays[place + 1] if place + 1 < len(mondays) else None,
        nearest=free_times.nearest(lost.starts_at, NEAREST, slots) if lost else [],
    )


def _span(monday: date) -> tuple[datetime, datetime]:
    return whole_day(monday)[0], whole_day(monday + timedelta(days=6))[1]


def _time(slot: Slot) -> Time:
    """Put into words once: a week may have a hundred, and a template asks for each word by name."""
    length = "" if slot.minutes == USUAL_MINUTES else f", {slot.minutes} min"
    return {
        "value": str(slot.uuid),
        "starts": slot.time,
        "ends_and_who": f" to {slot.end_time}, with {slot.adviser.name_shown},",
        "how": f"{slot.formats_in_short}{length}",
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
