"""Days and times in words, always in UK time: `Tuesday 3 March 2026`, `10:30am`."""

from datetime import date, datetime, timedelta
from datetime import time as clock
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def local(moment: datetime) -> datetime:
    """The moment on London's clock."""
    return moment.astimezone(LONDON)


def day(moment: datetime) -> str:
    """`Tuesday 3 March 2026`"""
    return f"{local(moment):%A %-d %B %Y}"


def whole_day(date_: date) -> tuple[datetime, datetime]:
    """The first and the last moment of a day in London."""
    first = datetime.combine(date_, clock(), LONDON)
    return first, datetime.combine(date_ + timedelta(days=1), clock(), LONDON) - timedelta(microseconds=1)


def short_day(moment: datetime) -> str:
    """`Tue 3 Mar 2026`"""
    return f"{local(moment):%a %-d %b %Y}"


def time(moment: datetime) -> str:
    """`10am` or `10:30am`"""
    at = local(moment)
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def day_as_seen(moment: datetime, *, now: datetime) -> str:
    """`today`, `yesterday` or `on Tuesday 3 March`"""
    days = (local(now).date() - local(moment).date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"on {local(moment):%A %-d %B}")


def day_and_time(moment: datetime) -> str:
    """`Tuesday 3 March 2026, 10am`"""
    return f"{day(moment)}, {time(moment)}"
