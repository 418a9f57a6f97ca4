"""When an event is, in words: days as `14 September 2023`, times as `10:30am`, never a day that nobody recorded."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError

HOME_ZONE = "Europe/London"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())  # reads some hundred files


def validate_zone(name: str) -> None:
    """Refuse what is not a time zone."""
    if name not in _zones():
        raise ValidationError(f"{name} is not a time zone. Write it as region and city, such as {HOME_ZONE}.")


def days_of(starts_at: datetime, ends_at: datetime, zone: str) -> tuple[date, date]:
    """The first and the last day in the event's own zone. Midnight ends a day and begins none."""
    first, end = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    return first.date(), (end - timedelta(microseconds=1)).date()


def when(starts_at: datetime, ends_at: datetime, zone: str, *, is_all_day: bool) -> str:
    """`Thursday 14 and Friday 15 September 2023`, or `Thursday 3 December 2026, 10am to 3:30pm (UK time)`."""
    first, last = days_of(starts_at, ends_at, zone)
    if is_all_day:
        return _days(first, last)
    begins, ends = starts_at.astimezone(ZoneInfo(zone)), ends_at.astimezone(ZoneInfo(zone))
    if first == last:
        return f"{_day(first)}, {_time(begins)} to {_time(ends)} ({zone_in_words(zone)})"
    return f"{_day(first)}, {_time(begins)}, to {_day(last)}, {_time(ends)} ({zone_in_words(zone)})"


def zone_in_words(zone: str) -> str:
    """`UK time`, or the city's."""
    return "UK time" if zone == HOME_ZONE else f"{zone.split('/')[-1].replace('_', ' ')} time"


def _days(first: date, last: date) -> str:
    if first == last:
        return _day(first)
    joined = " and " if last - first == timedelta(days=1) else " to "
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%A} {first.day}{joined}{_day(last)}"
    if first.year == last.year:
        return f"{first:%A} {first.day} {first:%B}{joined}{_day(last)}"
    return f"{_day(first)}{joined}{_day(last)}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def _time(moment: datetime) -> str:
    minutes = f":{moment:%M}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'am' if moment.hour < 12 else 'pm'}"
