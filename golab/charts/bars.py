"""A bar chart: one horizontal bar for each label. Two drawings of it, wide and tall, so that words stay readable."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.humanize.templatetags.humanize import intcomma

Number = int | float | Decimal

# Units of the drawings. The style sheet sets text in them at 15 px.
WIDE, TALL = 800, 358
_LETTER = 8.0  # generous: a letter of the text face at 15 px is 7.5 wide on average
_LINE = 18
_GAP = 8
_LEAST_BAR = 2.0  # a value above nothing is seen
_WIDE_LABEL = 34  # letters in a line
_TALL_LABEL = 42


@dataclass(frozen=True)
class Bar:
    """One value. With `url`, the bar is a link to what it counts."""

    label: str
    value: Number
    url: str = ""
    is_highlight: bool = False


@dataclass(frozen=True)
class Line:
    """A line of text where it starts, or ends if the drawing anchors it there."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Mark:
    """A bar in a drawing, with its label and its value."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    label: Sequence[Line]
    value: Line


@dataclass(frozen=True)
class Drawing:
    """What the template draws. All numbers are units of the view box."""

    name: str
    width: int
    height: float
    axis: float
    anchor: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class BarChart:
    """Bars with everything a figure has to say: its finding, its method, how many it counts, source and date."""

    key: str  # unique on its page: ids are made of it
    finding: str  # the heading: what the chart shows, as a sentence
    method: str  # one line: what was counted, and how
    label_heading: str
    value_heading: str
    bars: Sequence[Bar]
    count: int
    counted: str  # what `count` counts, in the plural
    source: str
    as_of: date
    missing: str = ""  # what the chart leaves out, as a sentence
    csv_url: str = ""
    svg_url: str = ""
    written: Callable[[Number], str] = intcomma

    def __post_init__(self) -> None:
        if not self.bars:
            raise ValueError("A chart without bars shows nothing: say so in words instead.")
        if any(bar.value < 0 for bar in self.bars):
            raise ValueError("Bars start at nothing, so a value below it cannot be drawn.")

    @property
    def description(self) -> str:
        """Every value in a sentence, for those who do not see the drawing."""
        return "; ".join(f"{bar.label} {self.written(bar.value)}" for bar in self.bars) + "."

    @property
    def has_links(self) -> bool:
        return any(bar.url for bar in self.bars)

    def rows(self) -> list[tuple[Bar, str]]:
        """The bars and their values as written, for the table."""
        return [(bar, self.written(bar.value)) for bar in self.bars]

    def drawings(self) -> list[Drawing]:
        """The wide drawing and the tall one. The style sheet shows one of them."""
        return [self.wide(), self.tall()]

    def wide(self) -> Drawing:
        """Labels at the left of the bars."""
        labels = [_wrapped(bar.label, _WIDE_LABEL) for bar in self.bars]
        start = max(len(text) for lines in labels for text in lines) * _LETTER + _GAP * 1.5
        marks, y = [], 0.0
        for bar, lines in zip(self.bars, labels, strict=True):
            height = max(36, len(lines) * _LINE + 2 * _GAP)
            first = y + height / 2 + 5 - (len(lines) - 1) * _LINE / 2
            label = [Line(start - _GAP * 1.5, first + number * _LINE, text) for number, text in enumerate(lines)]
            marks.append(self._mark(bar, label, x=start, y=y + height / 2 - 12, height=24, full=WIDE))
            y += height
        return Drawing(name="wide", width=WIDE, height=y, axis=start, anchor="end", marks=marks)

    def tall(self) -> Drawing:
        """Labels above the bars, for narrow screens."""
        start = 1.0  # the axis is drawn around it
        marks, y = [], 0.0
        for bar in self.bars:
            lines = _wrapped(bar.label, _TALL_LABEL)
            label = [Line(start + _GAP, y + (number + 1) * _LINE, text) for number, text in enumerate(lines)]
            y += len(lines) * _LINE + _GAP
            marks.append(self._mark(bar, label, x=start, y=y, height=24, full=TALL))
            y += 24 + _GAP
        return Drawing(name="tall", width=TALL, height=y, axis=start, anchor="start", marks=marks)

    def _mark(self, bar: Bar, label: Sequence[Line], *, x: float, y: float, height: float, full: int) -> Mark:
        largest = max(other.value for other in self.bars)
        widest = max(len(self.written(other.value)) for other in self.bars) * _LETTER * 1.15 + _GAP
        share = float(bar.value) / float(largest) if largest else 0.0
        width = round(max(share * (full - x - widest), _LEAST_BAR if bar.value else 0.0), 1)
        value = Line(round(x + width + _GAP, 1), y + height / 2 + 5, self.written(bar.value))
        return Mark(bar=bar, x=x, y=y, width=width, height=height, label=label, value=value)


def _wrapped(label: str, letters: int) -> list[str]:
    return textwrap.wrap(label, letters) or [""]
