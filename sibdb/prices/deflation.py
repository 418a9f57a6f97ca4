"""Prices of other years in those of the deflator's last year. A price brought up to date is a reading, not a fact."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from golab.pages.snapshots import Snapshot
from sibdb.models import Deflator
from sibdb.models.deflator import read_figures
from sibdb.money import money
from sibdb.rates import POUND

ROUND_FROM = 1000  # pounds: from here on to the nearest ten, below to the nearest one


@dataclass(frozen=True)
class Deflation:
    """A release of a deflator, read."""

    name: str
    source: str
    url: str
    released_on: date
    figures: dict[int, Decimal]

    @property
    def year(self) -> int:
        """The year whose prices all others are brought to."""
        return max(self.figures)

    def bring(self, price: Decimal | None, currency: str, year: int | None) -> Decimal | None:
        """The price in those of the last year; nothing without a price in pounds and a year that has a figure."""
        if price is None or currency != POUND or year not in self.figures:
            return None
        brought = price * self.figures[self.year] / self.figures[year]
        step = Decimal(10) if brought >= ROUND_FROM else Decimal(1)
        return (brought / step).quantize(Decimal(1), ROUND_HALF_UP) * step

    def in_words(self, price: Decimal | None, currency: str, year: int | None) -> str:
        brought = self.bring(price, currency, year)
        return "" if brought is None else money(brought, currency)


def _latest() -> tuple[Deflation, ...]:
    row = Deflator.objects.order_by("-released_on").first()
    return (Deflation(row.name, row.source, row.url, row.released_on, read_figures(row.figures)),) if row else ()


deflation: Snapshot[tuple[Deflation, ...]] = Snapshot("deflation", _latest)


def latest_deflation() -> Deflation | None:
    """That of the latest release, if there is one."""
    return next(iter(deflation.get()), None)
