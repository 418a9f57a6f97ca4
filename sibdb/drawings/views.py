"""Map and charts of what a search of the projects finds, on its page and as files."""

from functools import cached_property
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from golab.charts.bars import BarChart
from golab.charts.world import land
from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.columns import Column
from golab.exports.responses import streamed
from golab.pages.finder.finder import Found
from sibdb.drawings.files import EMBEDDED_FOR, SVG, bars_as_csv, bars_as_svg
from sibdb.drawings.tally import Tally, tally
from sibdb.drawings.world import UK, WORLD, PlaceMap, uk_of, world_of
from sibdb.landscape.charts import Addresses, charts_of
from sibdb.models import Project
from sibdb.projects import finder


class Drawn:
    """What was found, drawn. Nothing is counted before it is asked for."""

    def __init__(self, found: Found) -> None:
        self.found = found

    @cached_property
    def tally(self) -> Tally:
        return self.found.kept("tally", lambda: tally(self.found.queryset, self.found.total))

    @cached_property
    def addresses(self) -> Addresses:
        files = self.found.query_string
        return Addresses(
            file=lambda name, ending: reverse(f"sibdb:drawing-{ending}", args=[name]) + files, narrowed=self._narrowed
        )

    def _narrowed(self, facet: str, value: str) -> str:
        """The same page with nothing but this value of the facet."""
        query = self.found.question.without(facet).query_string()
        return f"{self.found.path}?{'&'.join(filter(None, [query, urlencode({facet: value})]))}"

    @cached_property
    def charts(self) -> dict[str, BarChart]:
        return charts_of(self.tally.landscape, self.addresses)

    @cached_property
    def world(self) -> PlaceMap | None:
        return world_of(self.tally, self.addresses)

    @cached_property
    def uk(self) -> PlaceMap | None:
        return uk_of(self.tally, self.addresses)

    @property
    def list_url(self) -> str:
        """The list that the figures count."""
        return settings.SITE_URL + self.found.path + self.found.query_string

    @property
    def embed_url(self) -> str:
        """Where a figure stands alone: the name of one goes in the place of NAME."""
        return settings.SITE_URL + reverse("sibdb:drawing-embed", args=["NAME"]) + self.found.query_string

    def place_map(self, name: str) -> PlaceMap | None:
        return {WORLD: lambda: self.world, UK: lambda: self.uk}.get(name, lambda: None)()


def _drawn(request: HttpRequest) -> Drawn:
    return Drawn(finder.projects.find(Project.objects.published(), request.GET, path=reverse("sibdb:list")))


@require_safe
def drawing_csv(request: HttpRequest, name: str) -> HttpResponseBase:
    """/projects/export/<map or chart>.csv, for the same question as the list."""
    drawn = _drawn(request)
    shown = drawn.place_map(name)
    if shown is None:
        return bars_as_csv(_chart(drawn, name), f"golab-projects-{name}")
    columns = [
        Column("place", shown.heading, lambda row: row[0]),
        Column("projects", "Projects", lambda row: row[1]),
    ]
    return streamed(csv_chunks(columns, shown.rows), name=f"golab-projects-{name}", extension="csv", content_type=CSV)


@require_safe
def drawing_svg(request: HttpRequest, name: str) -> HttpResponse:
    """/projects/export/<map or chart>.svg: it holds all that it shows, so it can be used anywhere."""
    drawn = _drawn(request)
    shown = drawn.place_map(name)
    if shown is None:
        return bars_as_svg(_chart(drawn, name))
    context = {"map": shown, "land": land() if name == WORLD else ""}
    return HttpResponse(render_to_string(f"sibdb/maps/{name}.svg.html", context), content_type=SVG)


@cache_control(
    public=True, max_age=EMBEDDED_FOR
)  # the page cache keeps nothing that says so: it forgets frame policies
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
def embed(request: HttpRequest, name: str) -> HttpResponse:
    """/projects/embed/<map or chart>/: one figure without the site around it, for a frame on anybody's page."""
    drawn = _drawn(request)
    shown = drawn.place_map(name)
    context = {"map": shown, "chart": None if shown else _chart(drawn, name), "list_url": drawn.list_url}
    return render(request, "sibdb/embed.html", {**context, "page_is_noindex": True})


def _chart(drawn: Drawn, name: str) -> BarChart:
    chart = drawn.charts.get(name)
    if chart is None:
        raise Http404(f"No map or chart {name}.")
    return chart
