"""/projects/data/quality/: what is missing or in doubt, of all projects and of one."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from sibdb.models import Finding, Project
from sibdb.opendata import quality
from sibdb.quality.completeness import of_project, overall
from sibdb.querysets import ProjectQuerySet

ON_A_PAGE = 50
SHOWN = ("name", "slug", "indigo_id", "verified_on", "live", "status")


class PageForm(forms.Form):
    """Which page; the first where it makes no sense."""

    page = forms.IntegerField(min_value=1, max_value=100_000)


@require_safe
def data_quality(request: HttpRequest) -> HttpResponse:
    """/projects/data/quality/"""
    asked = PageForm(request.GET)
    number = asked.cleaned_data["page"] if asked.is_valid() else 1
    measures = overall()
    page = _page(number, measures[0].total)
    context = {
        "levels": quality.by_level(measures),
        "total": measures[0].total,
        "kinds": [kind.label for kind in quality.Kind],
        "priorities": list(quality.LEVELS.values()),
        "faults": quality.faults(),
        "page_of_projects": page,
        "rows": [(project, quality.scores_of(project), quality.faults_of(project)) for project in page],
        "section": "projects",
    }
    return render(request, "sibdb/data_quality.html", context)


def _page(number: int, total: int):
    """The projects with most faults first."""
    rows: ProjectQuerySet = quality.with_scores(Project.objects.published().only(*SHOWN))
    paginator = Paginator(rows.order_by("-all_faults", "name", "pk"), ON_A_PAGE)
    paginator.count = total  # counted already
    page = paginator.get_page(number)
    page.object_list = list(page.object_list)
    return page


@require_safe
def project_quality(request: HttpRequest, slug: str) -> HttpResponse:
    """/projects/data/quality/<slug>/"""
    project = get_object_or_404(Project.objects.published().only(*SHOWN, "verified_by", "stage_checked_on"), slug=slug)
    findings = Finding.objects.public().filter(project=project).order_by("level", "check_name", "pk")
    context = {
        "project": project,
        "levels": quality.by_level(of_project(project)),
        "findings": list(findings.annotate(kind=quality.kind_of_check())),
        "kinds": dict(quality.Kind.choices),
        "section": "projects",
    }
    return render(request, "sibdb/project_quality.html", context)
