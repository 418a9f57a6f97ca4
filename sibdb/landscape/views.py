"""/projects/landscape/: the figures, and each chart as a file."""

from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from golab.charts.bars import BarChart
from sibdb.drawings.files import EMBEDDED_FOR, bars_as_csv, bars_as_svg
from sibdb.landscape.charts import charts_of, landscape_addresses, sizes_of
from sibdb.landscape.figures import DEFINITIONS, landscapes
from sibdb.monthly.reading import months
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
        "definitions": [
            {"key": key, "label": label, "meaning": meaning, "projects": found[key].projects}
            for key, label, meaning in DEFINITIONS
        ],
        "landscape": found[chosen],
        "sizes": sizes_of(found[chosen]),
        "charts": charts_of(found[chosen], landscape_addresses(chosen)).values(),
        "rates": RATES,
        "months": months(),
        "embed_url": f"{settings.SITE_URL}{reverse('sibdb:landscape-embed', args=['NAME'])}?count={chosen}",
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


@cache_control(public=True, max_age=EMBEDDED_FOR)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
def chart_alone(request: HttpRequest, name: str) -> HttpResponse:
    """/projects/landscape/embed/<chart>/: one chart without the site around it, for a frame on anybody's page."""
    back = f"{settings.SITE_URL}{reverse('sibdb:landscape')}?count={_definition(request.GET)}"
    context = {"chart": _chart(request, name), "list_url": back, "page_is_noindex": True}
    return render(request, "sibdb/embed.html", context)


def _chart(request: HttpRequest, name: str) -> BarChart:
    chosen = _definition(request.GET)
    chart = charts_of(landscapes.get()[chosen], landscape_addresses(chosen)).get(name)
    if chart is None:
        raise Http404(f"No chart {name}.")
    return chart
