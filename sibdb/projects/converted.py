"""Amounts of other currencies in pounds beside their own: rounded, and with the year of the rate."""

from decimal import Decimal

from sibdb.models import ProjectAmount
from sibdb.money import amount_in_words
from sibdb.rates import POUND, in_pounds

FIGURES = 3  # that say something: a rate of a whole year says no more


def converted(amount: ProjectAmount | None, start_year: int | None) -> str:
    """ "about £855,000 at the average rate of 2018"; nothing for pounds, or where that year has no rate.

    The year is that in which the amount stood so, else that in which the project began.
    """
    if amount is None or amount.currency == POUND:
        return ""
    year = int(amount.as_of[:4]) if amount.as_of else start_year
    ends = [_pounds(one, amount.currency, year) for one in (amount.exact, amount.lowest, amount.highest)]
    return f"about {amount_in_words(*ends, POUND)} at the average rate of {year}" if any(ends) else ""


def _pounds(amount: Decimal | None, currency: str, year: int | None) -> Decimal | None:
    pounds = None if amount is None else in_pounds(amount, currency, year)
    return None if pounds is None else _rounded(pounds)


def _rounded(pounds: Decimal) -> Decimal:
    """To three figures, and never to pence."""
    return round(pounds, min(FIGURES - 1 - pounds.adjusted(), 0)) if pounds else pounds
