"""Charts as files."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from golab.charts.bars import BarChart
from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.columns import Column
from golab.exports.responses import streamed

SVG = "image/svg+xml"
EMBEDDED_FOR = 300  # seconds that a frame may show what was true


def bars_as_csv(chart: BarChart, name: str) -> HttpResponseBase:
    """The bars of a chart, a row for each."""
    columns = [
        Column("label", chart.label_heading, lambda bar: bar.label),
        Column("projects", chart.value_heading, lambda bar: bar.value),
    ]
    return streamed(csv_chunks(columns, chart.bars), name=name, extension="csv", content_type=CSV)


def bars_as_svg(chart: BarChart) -> HttpResponse:
    """The chart as it stands on a wide page."""
    context = {"chart": chart, "drawing": chart.wide()}
    return HttpResponse(render_to_string("charts/bars.svg.html", context), content_type=SVG)
