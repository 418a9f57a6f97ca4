"""/projects/landscape/<month>/: a snapshot as a page, its figures and data as files. None of it changes."""

from datetime import date
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from golab.charts.bars import BarChart
from golab.exports import as_bibtex, as_ris
from golab.exports.citations import in_all_styles
from golab.exports.responses import kept, streamed
from sibdb.drawings.files import bars_as_csv, bars_as_svg
from sibdb.models import MonthlySnapshot
from sibdb.monthly.figures import Counted, counted
from sibdb.monthly.reading import citation_of, reference_of
from sibdb.monthly.withholding import is_withheld
from sibdb.opendata.package import NAME
from sibdb.opendata.tables import TABLES
from sibdb.projects.columns import ATTRIBUTION, TERMS

ANY_SITE = {"Access-Control-Allow-Origin": "*"}


def _snapshot(month: date) -> MonthlySnapshot:
    snapshot = MonthlySnapshot.objects.filter(month=month).first()
    if snapshot is None:
        raise Http404(f"No snapshot of {month:%B %Y}.")
    return snapshot


def _counted(request: HttpRequest, snapshot: MonthlySnapshot) -> Counted:
    """By the definition that is asked for; the first for any other word."""
    asked = request.GET.get("count", "")
    return counted(
        snapshot.figures, asked, on=snapshot.taken_on,
        file=lambda name, ending: _file(snapshot, name, ending, asked),
    )  # fmt: skip


def _file(snapshot: MonthlySnapshot, name: str, ending: str, asked: str) -> str:
    known = {one["key"] for one in snapshot.figures["definitions"]}
    address = reverse(f"sibdb:monthly-{ending}", args=[snapshot.month, name])
    return f"{address}?count={asked}" if asked in known else address


@require_safe
def month_page(request: HttpRequest, month: date) -> HttpResponse:
    """/projects/landscape/2026-11/"""
    snapshot = _snapshot(month)
    reference = reference_of(snapshot)
    context = {
        "snapshot": snapshot,
        "counted": _counted(request, snapshot),
        "definitions": snapshot.figures["definitions"],
        "rates": snapshot.figures["rates"],
        "tables": _tables(snapshot),
        "reference": reference,
        "citations": in_all_styles(reference, on=timezone.localdate()),
        "attribution": ATTRIBUTION,
        "section": "projects",
    }
    return render(request, "sibdb/monthly/month.html", context)


def _tables(snapshot: MonthlySnapshot) -> list[tuple[str, int]]:
    """The title of each and its rows, in the order of the tables; those that are gone since are named last."""
    places = {name: place for place, name in enumerate(TABLES)}
    told = sorted(snapshot.tables.items(), key=lambda one: places.get(one[0], len(places)))
    return [(TABLES[name].title if name in TABLES else name, rows) for name, rows in told]


@require_safe
def figures_json(request: HttpRequest, month: date) -> HttpResponse:
    """/projects/landscape/2026-11/figures.json: every figure in every way of counting, and what the package is."""
    snapshot = _snapshot(month)
    told = {
        "month": snapshot.key,
        "taken_at": snapshot.taken_at.isoformat(),
        "attribution": ATTRIBUTION,
        "terms": TERMS,
        "citation": citation_of(snapshot),
        "package": {"bytes": snapshot.size, "sha256": snapshot.sha256, "rows": snapshot.tables},
        **snapshot.figures,
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False}, headers=ANY_SITE)


@require_safe
def package_zip(request: HttpRequest, month: date) -> HttpResponseBase:
    """/projects/landscape/2026-11/golab-sib-data.zip: byte for byte as it was; gone where it must not be told."""
    snapshot = _snapshot(month)
    if snapshot.package is None or is_withheld(snapshot):
        return render(request, "sibdb/monthly/gone.html", {"snapshot": snapshot, "section": "projects"}, status=410)
    response = kept(
        BytesIO(snapshot.package), name=f"{NAME}-{snapshot.key}", extension="zip", content_type="application/zip"
    )
    response["ETag"] = f'"{snapshot.sha256}"'
    for name, value in ANY_SITE.items():
        response[name] = value
    return response


@require_safe
def cite_ris(request: HttpRequest, month: date) -> HttpResponseBase:
    """/projects/landscape/2026-11/cite.ris"""
    reference = reference_of(_snapshot(month))
    chunks = as_ris.ris_chunks([reference])
    return streamed(chunks, name=reference.key, extension="ris", content_type=as_ris.CONTENT_TYPE)


@require_safe
def cite_bib(request: HttpRequest, month: date) -> HttpResponseBase:
    """/projects/landscape/2026-11/cite.bib"""
    reference = reference_of(_snapshot(month))
    chunks = as_bibtex.bibtex_chunks([reference])
    return streamed(chunks, name=reference.key, extension="bib", content_type=as_bibtex.CONTENT_TYPE)


@require_safe
def chart_csv(request: HttpRequest, month: date, name: str) -> HttpResponseBase:
    """/projects/landscape/2026-11/<chart>.csv"""
    return bars_as_csv(_chart(request, month, name), f"golab-landscape-{month:%Y-%m}-{name}")


@require_safe
def chart_svg(request: HttpRequest, month: date, name: str) -> HttpResponse:
    """/projects/landscape/2026-11/<chart>.svg"""
    return bars_as_svg(_chart(request, month, name))


def _chart(request: HttpRequest, month: date, name: str) -> BarChart:
    chart = _counted(request, _snapshot(month)).charts.get(name)
    if chart is None:
        raise Http404(f"No chart {name}.")
    return chart
