"""Dates as they are known: a year, a month or a day. As text they sort by themselves."""

import re
from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError

IMPRECISE = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def check_date(text: str) -> None:
    """Raises ValidationError for what is no year, month or day."""
    if not re.match(IMPRECISE, text) or _has_no_such_day(text):
        raise ValidationError("Write a year, a month or a day: 2018, 2018-06 or 2018-06-30.", code="not_a_date")


def _has_no_such_day(text: str) -> bool:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return day > monthrange(year, month)[1]


def in_words(text: str) -> str:
    """ "2018-06-30" as "30 June 2018", "2018-06" as "June 2018", "2018" as it is."""
    year, *rest = text.split("-")
    months, days = [MONTHS[int(month) - 1] for month in rest[:1]], [str(int(day)) for day in rest[1:]]
    return " ".join([*days, *months, year])


def is_before(text: str, day: date) -> bool:
    """Whether all of the year, month or day lies before `day`."""
    return bool(text) and text < day.isoformat()[: len(text)]
