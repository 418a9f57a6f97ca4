"""The figures of the landscape page as plain values that last, and back to what pages draw."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from golab.charts.bars import Bar, BarChart
from sibdb.landscape.charts import Size, charts_of, landscape_addresses, sizes_of
from sibdb.landscape.figures import DEFINITIONS, Landscape
from sibdb.rates import SOURCE as RATES

_TOLD = ("key", "finding", "method", "label_heading", "value_heading", "count", "counted", "source", "missing")
FileAddress = Callable[[str, str], str]  # of a chart's name and "csv" or "svg"


def plain(landscapes: dict[str, Landscape]) -> dict[str, Any]:
    """All that the page prints, in every way of counting: words as they stood, numbers before they are rounded."""
    return {
        "rates": RATES,
        "definitions": [
            {
                "key": key,
                "label": label,
                "meaning": meaning,
                "projects": landscapes[key].projects,
                "sizes": [asdict(size) for size in sizes_of(landscapes[key])],
                "charts": [
                    _plain_chart(chart) for chart in charts_of(landscapes[key], landscape_addresses(key)).values()
                ],
            }
            for key, label, meaning in DEFINITIONS
        ],
    }


def _plain_chart(chart: BarChart) -> dict[str, Any]:
    told = {name: getattr(chart, name) for name in _TOLD}
    return {**told, "bars": [[bar.label, bar.value] for bar in chart.bars]}


@dataclass(frozen=True)
class Counted:
    """The figures under one definition, as a snapshot has them."""

    key: str
    label: str
    meaning: str
    projects: int
    sizes: list[Size]
    charts: dict[str, BarChart]


def counted(figures: dict[str, Any], definition: str, *, on: date, file: FileAddress) -> Counted:
    """What pages draw of it, by one definition or, where it has none of that name, by its first."""
    by_key = {one["key"]: one for one in figures["definitions"]}
    one = by_key.get(definition) or figures["definitions"][0]
    return Counted(
        key=one["key"],
        label=one["label"],
        meaning=one["meaning"],
        projects=one["projects"],
        sizes=[Size(**size) for size in one["sizes"]],
        charts={chart["key"]: _chart(chart, on, file) for chart in one["charts"]},
    )


def _chart(told: dict[str, Any], on: date, file: FileAddress) -> BarChart:
    values = {name: told[name] for name in _TOLD}
    bars = [Bar(label, value) for label, value in told["bars"]]
    return BarChart(
        **values, bars=bars, as_of=on, csv_url=file(told["key"], "csv"), svg_url=file(told["key"], "svg")
    )  # fmt: skip
