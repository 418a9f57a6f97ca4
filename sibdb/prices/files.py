"""The chart of prices as files."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from golab.charts.ranges import RangeChart, Spread
from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.columns import Column
from golab.exports.responses import streamed
from sibdb.drawings.files import SVG

COLUMNS = [
    Column("programme", "Programme", lambda spread: spread.label),
    Column("prices", "N", lambda spread: spread.count),
    *(
        Column(name, label, lambda spread, place=place: _rounded(spread, place))
        for place, (name, label) in enumerate(
            (("lowest", "Lowest"), ("first_quarter", "A quarter below"), ("median", "Median"),
             ("third_quarter", "Three quarters below"), ("highest", "Highest"))
        )
    ),
]  # fmt: skip


def _rounded(spread: Spread, place: int) -> object:
    """Pounds and pence: the database works quarters out as floating-point numbers."""
    return round(spread.points[place], 2)


def spreads_as_csv(chart: RangeChart, name: str) -> HttpResponseBase:
    """The spreads of a chart in pounds, a row for each."""
    return streamed(csv_chunks(COLUMNS, chart.spreads), name=name, extension="csv", content_type=CSV)


def spreads_as_svg(chart: RangeChart) -> HttpResponse:
    """The chart as it stands on a wide page."""
    context = {"chart": chart, "drawing": chart.wide()}
    return HttpResponse(render_to_string("charts/ranges.svg.html", context), content_type=SVG)
