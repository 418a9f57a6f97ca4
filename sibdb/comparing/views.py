"""/projects/compare/: the address holds the projects, so a comparison can be shared."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from golab.exports.as_csv import CONTENT_TYPE as CSV
from golab.exports.as_csv import csv_chunks
from golab.exports.responses import streamed
from sibdb.comparing.rows import FEWEST, MOST, CompareForm, compare_columns, compared, differing
from sibdb.models import Project


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """/projects/compare/"""
    form = CompareForm(request.GET)
    projects = _asked_for(form)
    groups = compared(projects) if len(projects) >= FEWEST else []
    is_narrowed = form.is_valid() and form.cleaned_data["differ"]
    shown = differing(groups) if is_narrowed else groups
    context = {
        "projects": [(project, _address(projects, without=project)) for project in projects],
        "groups": shown,
        "rows": sum(len(group.rows) for group in groups),
        "differing": sum(len(group.rows) for group in differing(groups)),
        "is_narrowed": is_narrowed,
        "had_more": form.had_more,
        "has_room": len(projects) < MOST,
        "query": _query(projects),
        "section": "projects",
    }
    return render(request, "sibdb/compare.html", context)


@require_safe
def export_compared(request: HttpRequest) -> HttpResponseBase:
    """/projects/compare/export.csv"""
    form = CompareForm(request.GET)
    projects = _asked_for(form)
    if not projects:
        return HttpResponseRedirect(reverse("sibdb:compare"))
    rows = [row for group in compared(projects) for row in group.rows]
    chunks = csv_chunks(compare_columns(projects), rows)
    return streamed(chunks, name="golab-projects-compared", extension="csv", content_type=CSV)


def _asked_for(form: CompareForm) -> list[Project]:
    """The projects that readers may see among those asked for, in the order of the address."""
    ids = [name.upper() for name in form.asked]
    wanted = Q(slug__in=form.asked) | Q(indigo_id__in=ids)
    found = list(Project.objects.published().for_page().filter(wanted)) if form.asked else []
    by_name = {project.slug: project for project in found} | {project.indigo_id: project for project in found}
    ordered = [by_name.get(name) or by_name.get(name.upper()) for name in form.asked]
    return list({project.pk: project for project in ordered if project}.values())


def _query(projects: list[Project]) -> str:
    params = QueryDict(mutable=True)
    params.setlist("p", [project.slug for project in projects])
    return params.urlencode()


def _address(projects: list[Project], *, without: Project) -> str:
    return f"{reverse('sibdb:compare')}?{_query([project for project in projects if project != without])}"
