"""How values spread: for each label a line from the lowest to the highest, a box around the middle half, and a mark at
the median. Two drawings, wide and tall, so that words stay readable."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import floor, log10

from django.contrib.humanize.templatetags.humanize import intcomma

WIDE, TALL = 900, 358
_LABELS, _GAP, _BOX = 290, 24, 20
_WIDE_ROW, _TALL_ROW, _FOOT = 56, 84, 34
_ROOM_FOR_VALUES = 60


@dataclass(frozen=True)
class Spread:
    """The spread of the values under a label. With `url`, the label leads to them."""

    label: str
    count: int
    lowest: Decimal
    first_quarter: Decimal
    median: Decimal
    third_quarter: Decimal
    highest: Decimal
    url: str = ""

    @property
    def points(self) -> tuple[Decimal, ...]:
        return (self.lowest, self.first_quarter, self.median, self.third_quarter, self.highest)


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its value."""

    x: float
    text: str


@dataclass(frozen=True)
class Row:
    """A spread in a drawing, around the line at `y`."""

    spread: Spread
    y: float
    low: float
    box: float
    box_width: float
    middle: float
    high: float
    label_x: float
    label_y: float
    note: str
    value: str

    @property
    def box_top(self) -> float:
        return self.y - _BOX / 2

    @property
    def mark(self) -> tuple[float, float]:
        return self.y - _BOX / 2 - 4, self.y + _BOX / 2 + 4

    @property
    def note_y(self) -> float:
        return self.label_y + 18

    @property
    def value_at(self) -> tuple[float, float]:
        return self.high + 8, self.y + 5


@dataclass(frozen=True)
class Drawing:
    """What the template draws. All numbers are units of the view box."""

    name: str
    width: int
    height: float
    anchor: str
    rows: Sequence[Row]
    ticks: Sequence[Tick]

    @property
    def foot(self) -> float:
        return self.height - _FOOT

    @property
    def words(self) -> float:
        """The line on which the values of the grid stand."""
        return self.height - 10


@dataclass(frozen=True)
class RangeChart:
    """Spreads with all that a figure has to say: its finding, its method, how many it counts, source and date."""

    key: str  # unique on its page: ids are made of it
    finding: str
    method: str
    label_heading: str
    spreads: Sequence[Spread]
    counted: str  # what is counted, in the plural
    source: str
    as_of: date
    missing: str = ""
    csv_url: str = ""
    svg_url: str = ""
    written: Callable[[Decimal], str] = intcomma

    def __post_init__(self) -> None:
        if not self.spreads:
            raise ValueError("A chart without values shows nothing: say so in words instead.")

    @property
    def count(self) -> int:
        return sum(spread.count for spread in self.spreads)

    @property
    def description(self) -> str:
        """Every spread in a sentence, for those who do not see the drawing."""
        return "; ".join(
            f"{spread.label}: {self.written(spread.lowest)} to {self.written(spread.highest)}, median "
            f"{self.written(spread.median)}"
            for spread in self.spreads
        )

    def table(self) -> list[tuple[Spread, list[str]]]:
        """The spreads and their values as written."""
        return [(spread, [self.written(point) for point in spread.points]) for spread in self.spreads]

    def drawings(self) -> list[Drawing]:
        """The wide drawing and the tall one. The style sheet shows one of them."""
        return [self.wide(), self._drawing("tall", TALL, start=10, row=_TALL_ROW, anchor="start")]

    def wide(self) -> Drawing:
        """The wide drawing: also what stands in a file."""
        return self._drawing("wide", WIDE, start=_LABELS + _GAP, row=_WIDE_ROW, anchor="end")

    def _drawing(self, name: str, width: int, *, start: float, row: int, anchor: str) -> Drawing:
        is_wide = name == "wide"
        top = nice_top(max(spread.highest for spread in self.spreads))
        scale = (width - start - _ROOM_FOR_VALUES) / float(top)
        rows = [
            self._row(spread, start, scale, row * place + (row / 2 if is_wide else row - _BOX), is_wide)
            for place, spread in enumerate(self.spreads)
        ]
        parts = 5 if is_wide else 2
        ticks = [
            Tick(round(start + float(top) * scale * part / parts, 1), self.written(top * part / parts))
            for part in range(parts + 1)
        ]
        return Drawing(name, width, row * len(self.spreads) + _FOOT, anchor, rows, ticks)

    def _row(self, spread: Spread, start: float, scale: float, y: float, is_wide: bool) -> Row:
        low, first, middle, third, high = (round(start + float(point) * scale, 1) for point in spread.points)
        label = (_LABELS, y - 4) if is_wide else (0, y - 36)
        note = f"{spread.count:,}, median {self.written(spread.median)}"
        width = max(round(third - first, 1), 2)
        return Row(spread, y, low, first, width, middle, high, *label, note, self.written(spread.highest))


def nice_top(highest: Decimal) -> Decimal:
    """Where an axis ends: the next of 1, 2, 2.5, 5 and 10 with noughts behind it."""
    if highest <= 0:
        return Decimal(1)
    unit = Decimal(10) ** floor(log10(highest))
    return next(unit * step for step in (1, 2, Decimal("2.5"), 5, 10) if unit * step >= highest)
