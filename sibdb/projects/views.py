"""The public pages of projects. They change nothing and know nobody."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.as_json import CONTENT_TYPE as JSON
from golab.exports.responses import streamed
from golab.pages.finder.finder import Found
from golab.pages.snapshots import kept
from golab.taxonomy.area import NOTHING, MyArea, area_of
from sibdb.around.similar import alike_in_words, similar_to
from sibdb.around.standing import figures_at, levels_around
from sibdb.drawings.views import Drawn
from sibdb.models import PricedOutcome, Project, ProjectChange
from sibdb.prices.deflation import latest_deflation
from sibdb.projects import finder
from sibdb.projects.columns import PROJECT_COLUMNS, json_with_terms
from sibdb.projects.lines import ProjectLine, lines_of, price_groups
from sibdb.projects.record import Record
from sibdb.querysets import ProjectQuerySet

ROWS_AT_ONCE = 50  # with all their parts: memory holds so many at a time
MOST_SIMILAR = 4
MOST_CHANGES = 10


def find(request: HttpRequest, area: MyArea = NOTHING) -> Found:
    """What the query string asks of the projects; list, feed and exports all ask like this, the list for an area."""
    return finder.projects.find(Project.objects.published(), request.GET, path=reverse("sibdb:list"), area=area)


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """/projects/"""
    area = area_of(request)
    found = find(request, area)
    context = {"finder": found, "section": "projects"}
    if found.view in (finder.MAP, finder.CHARTS):
        context["drawn"] = Drawn(found)
    else:
        found.prepare = _rows_with_amounts if found.view == finder.TABLE else ProjectQuerySet.as_rows
        context["lines"] = lines_of(found.page, area)
    return render(request, "sibdb/list.html", context)


def _rows_with_amounts(projects: ProjectQuerySet) -> ProjectQuerySet:
    return projects.with_parts("amounts").as_rows()


@require_safe
def project_page(request: HttpRequest, slug: str) -> HttpResponse:
    """/projects/<slug>/"""
    project = get_object_or_404(Project.objects.published().for_page(), slug=slug)
    priced = PricedOutcome.objects.filter(project=project.pk).for_lists().order_by("rank", "card", "place", "id")
    context = {
        "record": Record(project, price_groups(priced)),
        "project": project,
        "similar": kept(finder.projects_stamp, f"similar:{project.pk}", lambda: _similar_lines(project)),
        "standing": figures_at(levels_around(project), project.policy_area_id),
        "deflation": latest_deflation(),
        "changes": list(ProjectChange.objects.filter(project=project, is_public=True)[:MOST_CHANGES]),
        "section": "projects",
    }
    return render(request, "sibdb/project.html", context)


def _similar_lines(project: Project) -> list[ProjectLine]:
    """The most similar projects, each with what it has in common."""
    similar = similar_to(Project.objects.published(), project).for_lists().with_parts("amounts")[:MOST_SIMILAR]
    return [replace(line, near=alike_in_words(one)) for line, one in zip(lines_of(similar), similar, strict=True)]


@require_safe
def project_by_id(request: HttpRequest, indigo_id: str) -> HttpResponse:
    """/projects/id/<INDIGO id>/: permanent, and leads to where the project stands now."""
    project = get_object_or_404(Project.objects.published().only("slug"), indigo_id=indigo_id.upper())
    return HttpResponsePermanentRedirect(project.url_on_site)


@require_safe
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """/projects/export.csv"""
    return streamed(
        csv_chunks(PROJECT_COLUMNS, _for_files(request)), name="golab-projects", extension="csv", content_type=CSV
    )


@require_safe
def export_json(request: HttpRequest) -> HttpResponseBase:
    """/projects/export.json"""
    chunks = json_with_terms("projects", PROJECT_COLUMNS, _for_files(request))
    return streamed(chunks, name="golab-projects", extension="json", content_type=JSON)


def _for_files(request: HttpRequest) -> Iterable[Project]:
    return find(request).queryset.for_files().iterator(chunk_size=ROWS_AT_ONCE)
