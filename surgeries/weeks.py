"""Free times as people look for them: a week at a time, day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

from surgeries.models import Slot
from surgeries.models.formats import Format, in_short
from surgeries.wording import local

DAYS = 5


@dataclass(frozen=True)
class Day:
    """A day and its free times."""

    date: date
    slots: list[Slot]

    @property
    def name(self) -> str:
        return f"{self.date:%A} {self.date.day}"

    @property
    def full_name(self) -> str:
        return f"{self.date:%A %-d %B}"

    @property
    def note(self) -> str:
        count = len(self.slots)
        return f"{count} time{'' if count == 1 else 's'}" if count else ""


@dataclass(frozen=True)
class Week:
    """The days of one week, and the weeks before and after in which there is a free time."""

    monday: date
    days: list[Day]
    earlier: date | None
    later: date | None

    @property
    def heading(self) -> str:
        """`23 to 27 November`, `30 November to 4 December`"""
        first, last = self.days[0].date, self.days[-1].date
        start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
        return f"{start} to {last.day} {last:%B}"


def week_of(slots: list[Slot], asked: date | None) -> Week | None:
    """The asked week, or the first with a free time when the asked one has none; None when no time is free."""
    if not slots:
        return None
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(local(slot.starts_at).date(), []).append(slot)
    mondays = sorted({_monday(day) for day in by_day})
    wanted = _monday(asked) if asked else mondays[0]
    monday = wanted if wanted in mondays else mondays[0]
    place = mondays.index(monday)
    weekend = [day for day in (monday + timedelta(days=5), monday + timedelta(days=6)) if day in by_day]
    dates = [monday + timedelta(days=number) for number in range(DAYS)] + weekend
    return Week(
        monday=monday,
        days=[Day(day, by_day.get(day, [])) for day in dates],
        earlier=mondays[place - 1] if place else None,
        later=mondays[place + 1] if place + 1 < len(mondays) else None,
    )


def formats_offered(slots: list[Slot]) -> list[tuple[str, str]]:
    """The ways to meet that free times offer, for a choice; nothing when there is only one."""
    offered = {one for slot in slots for one in slot.formats}
    return [(value, in_short([value])) for value in Format.values if value in offered] if len(offered) > 1 else []


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
