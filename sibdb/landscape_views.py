"""/projects/landscape/: the figures, and each chart as a file."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.columns import Column
from golab.exports.responses import streamed
from sibdb.landscape import DEFINITIONS, landscapes
from sibdb.landscape_charts import charts_of, figures_of
from sibdb.rates import SOURCE as RATES


class CountForm(forms.Form):
    """How projects are counted; the first way unless another is asked for."""

    count = forms.ChoiceField(choices=[(key, label) for key, label, _ in DEFINITIONS])


def _definition(params: QueryDict) -> str:
    form = CountForm(params)
    return form.cleaned_data["count"] if form.is_valid() else DEFINITIONS[0][0]


@require_safe
def landscape(request: HttpRequest) -> HttpResponse:
    """/projects/landscape/"""
    chosen = _definition(request.GET)
    found = landscapes.get()
    context = {
        "chosen": chosen,
        "definitions": [(key, label, text, found[key].projects) for key, label, text in DEFINITIONS],
        "landscape": found[chosen],
        "figures": figures_of(found[chosen]),
        "charts": charts_of(found[chosen], chosen).values(),
        "rates": RATES,
        "section": "projects",
    }
    return render(request, "sibdb/landscape.html", context)


@require_safe
def chart_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """/projects/landscape/<chart>.csv"""
    chart = _chart(request, name)
    columns = [
        Column("label", chart.label_heading, lambda bar: bar.label),
        Column("projects", chart.value_heading, lambda bar: bar.value),
    ]
    return streamed(csv_chunks(columns, chart.bars), name=f"golab-landscape-{name}", extension="csv", content_type=CSV)


@require_safe
def chart_svg(request: HttpRequest, name: str) -> HttpResponse:
    """/projects/landscape/<chart>.svg"""
    chart = _chart(request, name)
    context = {"chart": chart, "drawing": chart.wide()}
    return render(request, "charts/bars.svg.html", context, content_type="image/svg+xml")


def _chart(request: HttpRequest, name: str):
    chosen = _definition(request.GET)
    chart = charts_of(landscapes.get()[chosen], chosen).get(name)
    if chart is None:
        raise Http404(f"No chart {name}.")
    return chart
