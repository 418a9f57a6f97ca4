"""The public pages of prices. They change nothing and know nobody."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from golab.charts.ranges import RangeChart
from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.as_json import CONTENT_TYPE as JSON
from golab.exports.responses import streamed
from golab.pages.finder.finder import Found
from golab.taxonomy.area import NOTHING, MyArea, area_of
from sibdb.models import PricedOutcome, PriceProgramme, RateCardLine
from sibdb.prices.columns import price_columns
from sibdb.prices.deflation import latest_deflation
from sibdb.prices.distribution import distribution_of
from sibdb.prices.files import spreads_as_csv, spreads_as_svg
from sibdb.projects import finder
from sibdb.projects.columns import json_with_terms
from sibdb.projects.lines import by_card, price_groups
from sibdb.querysets import PricedQuerySet

ROWS_AT_ONCE = 200
FILE = "golab-outcome-prices"


def find_prices(request: HttpRequest, area: MyArea = NOTHING) -> Found:
    """What the query string asks of the prices."""
    return finder.prices.find(PricedOutcome.objects.all(), request.GET, path=reverse("prices:list"), area=area)


@require_safe
def price_list(request: HttpRequest) -> HttpResponse:
    """/prices/"""
    area = area_of(request)
    found = find_prices(request, area)
    found.prepare = PricedQuerySet.for_lists
    context = {
        "finder": found,
        "groups": price_groups(found.page, area) if found.sort == finder.BY_CARD else [],
        "deflation": latest_deflation(),
        "chart": distribution_of(found) if found.total else None,
        "section": "projects",
    }
    return render(request, "sibdb/prices.html", context)


@require_safe
def price_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """/prices/<programme>/"""
    programme = get_object_or_404(PriceProgramme.objects.select_related("fund"), slug=slug)
    lines = RateCardLine.objects.filter(card__programme=programme.pk).with_cards().in_order()
    context = {"programme": programme, "groups": by_card(lines), "section": "projects"}
    return render(request, "sibdb/programme.html", context)


@require_safe
def export_prices(request: HttpRequest) -> HttpResponseBase:
    """/prices/export.csv"""
    columns = price_columns(latest_deflation())
    return streamed(csv_chunks(columns, _rows(request)), name=FILE, extension="csv", content_type=CSV)


@require_safe
def export_prices_json(request: HttpRequest) -> HttpResponseBase:
    """/prices/export.json"""
    chunks = json_with_terms("prices", price_columns(latest_deflation()), _rows(request))
    return streamed(chunks, name=FILE, extension="json", content_type=JSON)


@require_safe
def spread_csv(request: HttpRequest) -> HttpResponseBase:
    """/prices/spread.csv"""
    return spreads_as_csv(_chart(request), f"{FILE}-spread")


@require_safe
def spread_svg(request: HttpRequest) -> HttpResponse:
    """/prices/spread.svg"""
    return spreads_as_svg(_chart(request))


def _chart(request: HttpRequest) -> RangeChart:
    chart = distribution_of(find_prices(request))
    if chart is None:
        raise Http404("No price in pounds is found.")
    return chart


def _rows(request: HttpRequest) -> Iterator[PricedOutcome]:
    return find_prices(request).queryset.for_lists().iterator(chunk_size=ROWS_AT_ONCE)
