"""Rates of exchange: averages of a year, as dated data (`content/projects/exchange-rates.csv`). Nothing here asks the
database. A currency without a rate is not converted, and whoever shows sums says so."""

import csv
from decimal import Decimal
from functools import cache

from golab.contentfiles import content_path

POUND = "GBP"
SOURCE = "European Central Bank, euro reference rates, averages of calendar years"


@cache
def rates() -> dict[int, dict[str, Decimal]]:
    """Pounds for one unit of each currency, by year."""
    found: dict[int, dict[str, Decimal]] = {}
    for year, currency, per_pound in rows():
        found.setdefault(year, {POUND: Decimal(1)})[currency] = 1 / per_pound
    return found


@cache
def rows() -> tuple[tuple[int, str, Decimal], ...]:
    """The file as it stands: year, currency, units of it for one pound."""
    with content_path("projects/exchange-rates.csv").open(encoding="utf-8", newline="") as file:
        return tuple((int(row["year"]), row["currency"], Decimal(row["per_pound"])) for row in csv.DictReader(file))


def last_year() -> int:
    """The last year that has rates."""
    return max(rates())


def latest_rates() -> dict[str, Decimal]:
    """Pounds for one unit of each currency in the last year that each was quoted."""
    found: dict[str, Decimal] = {}
    for year in sorted(rates()):
        found |= rates()[year]
    return found


def in_pounds(amount: Decimal, currency: str, year: int | None) -> Decimal | None:
    """An amount in pounds at the rate of its year; nothing where that year has no rate for its currency."""
    if currency == POUND:
        return amount
    rate = rates().get(year or 0, {}).get(currency)
    return None if rate is None else amount * rate
