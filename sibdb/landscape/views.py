"""/projects/landscape/: the figures, and each chart as a file."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sibdb.drawings.files import bars_as_csv, bars_as_svg
from sibdb.landscape.charts import charts_of, figures_of, landscape_addresses
from sibdb.landscape.figures import DEFINITIONS, landscapes
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
        "charts": charts_of(found[chosen], landscape_addresses(chosen)).values(),
        "rates": RATES,
        "section": "projects",
    }
    return render(request, "sibdb/landscape.html", context)


@require_safe
def chart_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """/projects/landscape/<chart>.csv"""
    return bars_as_csv(_chart(request, name), f"golab-landscape-{name}")


@require_safe
def chart_svg(request: HttpRequest, name: str) -> HttpResponse:
    """/projects/landscape/<chart>.svg"""
    return bars_as_svg(_chart(request, name))


def _chart(request: HttpRequest, name: str):
    chosen = _definition(request.GET)
    chart = charts_of(landscapes.get()[chosen], landscape_addresses(chosen)).get(name)
    if chart is None:
        raise Http404(f"No chart {name}.")
    return chart
