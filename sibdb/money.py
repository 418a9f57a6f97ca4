"""Amounts of money as people read them, always with their currency."""

from decimal import Decimal

import pycountry
from django.core.exceptions import ValidationError

CURRENCY = r"^[A-Z]{3}$"
# Dollars say whose they are: a reader in Sydney or Toronto should not have to guess.
SIGNS = {"GBP": "£", "USD": "US$", "EUR": "€", "AUD": "A$", "CAD": "C$", "NZD": "NZ$"}


def check_currency(code: str) -> None:
    """Raises ValidationError for what is no currency of ISO 4217: a currency is never a word."""
    if pycountry.currencies.get(alpha_3=code) is None:
        raise ValidationError("Give the ISO 4217 code of three letters, such as GBP or ZAR.", code="no_currency")


def money(amount: Decimal | int, currency: str) -> str:
    """ "£1,262,980", "US$7,200,000", "ZAR 9,034,100"; pence only where there are any."""
    whole = amount == int(amount)
    figure = f"{int(amount):,}" if whole else f"{amount:,.2f}"
    sign = SIGNS.get(currency)
    return f"{sign}{figure}" if sign else f"{currency}\N{NO-BREAK SPACE}{figure}"


def amount_in_words(exact: Decimal | None, low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """An exact amount, or a range."""
    return money(exact, currency) if exact is not None else money_between(low, high, currency)


def money_between(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """A range: "£1,000 to £2,000", "at least £1,000", "up to £2,000"."""
    if low is None:
        return f"up to {money(high, currency)}"
    if high is None:
        return f"at least {money(low, currency)}"
    return f"{money(low, currency)} to {money(high, currency)}"
