"""What a cell of INDIGO's export means. A codec reads a cell into what JSON can hold and writes it back.

Nothing is guessed: a cell that is not what its column says raises `Unreadable`, and is kept as it stands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

import pycountry
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from golab.contentfiles import read_yaml
from golab.taxonomy.terms import countries as all_countries
from sibdb.dates import check_date
from sibdb.money import check_currency

_is_url = URLValidator(schemes=["http", "https"])


class Unreadable(ValueError):
    """The cell does not hold what its column says."""


class Codec:
    """Text as it is, without the blanks around it."""

    longest = 20_000

    def read(self, text: str) -> object:
        if len(text) > self.longest:
            raise Unreadable(f"is longer than {self.longest:,} letters")
        return text

    def write(self, value: object) -> str:
        return str(value)

    def keeps(self, text: str, value: object) -> bool:
        """Whether nothing of the cell is lost in the value."""
        return True


@dataclass(frozen=True)
class Text(Codec):
    longest: int = 20_000


class Date(Codec):
    def read(self, text: str) -> str:
        try:
            check_date(text)
        except ValidationError:
            raise Unreadable("is not a year, a month or a day") from None
        return text


@dataclass(frozen=True)
class Number(Codec):
    """A number with at most so many decimals, as text; what is rounded is kept beside it."""

    decimals: int = 2
    most: int = 10**13
    is_whole: bool = False

    def read(self, text: str) -> object:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise Unreadable("is not a number") from None
        if not number.is_finite() or not 0 <= number < self.most:
            raise Unreadable("is not a number from 0 up")
        if self.is_whole:
            if number != int(number):
                raise Unreadable("is not a whole number")
            return int(number)
        return plain(round(number, self.decimals))

    def keeps(self, text: str, value: object) -> bool:
        return Decimal(text) == Decimal(str(value))


class Coordinate(Codec):
    def read(self, text: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise Unreadable("is not a number of degrees") from None


class Boolean(Codec):
    words = ("No", "Yes")

    def read(self, text: str) -> bool:
        answers = {"yes": True, "no": False}
        if text.lower() not in answers:
            raise Unreadable("is neither Yes nor No")
        return answers[text.lower()]

    def write(self, value: object) -> str:
        return self.words[bool(value)]


class LoudBoolean(Boolean):
    words = ("NO", "YES")


@dataclass(frozen=True)
class Choice(Codec):
    """A word of a list. INDIGO's word stands for the first that means the same."""

    words: Mapping[str, str]

    def read(self, text: str) -> str:
        found = {word.casefold(): key for word, key in self.words.items()}.get(text.casefold())
        if found is None:
            raise Unreadable("is not in INDIGO's list")
        return found

    def write(self, value: object) -> str:
        return next(word for word, key in self.words.items() if key == value)


class OneOf(Choice):
    """The same, for a field that holds a list."""

    def read(self, text: str) -> list[str]:
        return [super().read(text)]

    def write(self, value: object) -> str:
        return super().write(value[0])


class Currency(Codec):
    def read(self, text: str) -> str:
        code = currency_words().get(text, text)
        try:
            check_currency(code)
        except (ValidationError, LookupError):
            raise Unreadable("is not a currency of ISO 4217, and no reviewed word for one") from None
        return code

    def keeps(self, text: str, value: object) -> bool:
        return text == value


class Country(Codec):
    """A code of ISO 3166, or the name of a country."""

    def read(self, text: str) -> str:
        code = text if text in _codes() else _names().get(text.casefold())
        if code is None:
            raise Unreadable("is not a country of ISO 3166")
        return code


class Countries(Country):
    """Several codes with commas between."""

    def read(self, text: str) -> list[str]:
        return sorted({super(Countries, self).read(part.strip()) for part in text.split(",")})

    def write(self, value: object) -> str:
        return ", ".join(value)

    def keeps(self, text: str, value: object) -> bool:
        return [part.strip() for part in text.split(",")] == value


class Goals(Codec):
    def read(self, text: str) -> list[int]:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not all(part.isdigit() and 1 <= int(part) <= 17 for part in parts):
            raise Unreadable("is not a list of goals from 1 to 17")
        return [int(part) for part in parts]

    def write(self, value: object) -> str:
        return ",".join(map(str, value))


@dataclass(frozen=True)
class Reference(Codec):
    """INDIGO's id of a record."""

    pattern: str

    def read(self, text: str) -> str:
        if not re.fullmatch(self.pattern.strip("^$"), text):
            raise Unreadable("is not an id of INDIGO")
        return text


class References(Reference):
    def read(self, text: str) -> list[str]:
        return [super(References, self).read(part.strip()) for part in text.split(",") if part.strip()]

    def write(self, value: object) -> str:
        return ",".join(value)


class SourceRefs(Codec):
    """Ids of sources within the project: they are looked for when they are shown, and may dangle."""

    longest = 200

    def read(self, text: str) -> str:
        return super().read(",".join(part.strip() for part in text.split(",") if part.strip()))


class Address(Codec):
    longest = 1000

    def read(self, text: str) -> object:
        try:
            _is_url(text)
        except ValidationError:
            raise Unreadable("is not an address of the web") from None
        return super().read(text)


@dataclass(frozen=True)
class Member(Codec):
    """A column that is answered Yes where a list has `key`. "No" is kept as it stands: it says more than nothing."""

    key: str

    def read(self, text: str) -> bool:
        if text.lower() not in ("yes", "no"):
            raise Unreadable("is neither Yes nor No")
        return text.lower() == "yes"

    def write(self, value: object) -> str:
        return "Yes"


def plain(number: Decimal) -> str:
    """A number without zeros behind the point: "155000", "0.05"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@cache
def currency_words() -> dict[str, str]:
    """The reviewed table of words for currencies."""
    return read_yaml("projects/indigo-words.yaml")["currencies"]


@cache
def _codes() -> frozenset[str]:
    return frozenset(country["code"] for country in all_countries())


@cache
def _names() -> dict[str, str]:
    names = {country.name.casefold(): country.alpha_2 for country in pycountry.countries}
    return names | {country["name"].casefold(): country["code"] for country in all_countries()}
