"""The public pages of organisations and outcomes funds. They change nothing and know nobody."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from golab.pages.finder.terms import terms
from sibdb.models import Organisation, OutcomesFund, Project
from sibdb.models.part import Status
from sibdb.organisations.funds import funds, with_projects
from sibdb.organisations.reading import funds_of, organisations, partners_of, roles_of, with_counts
from sibdb.projects.lines import lines_of


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """/organisations/"""
    everyone = Organisation.objects.public()
    everyone = with_counts(everyone) if request.GET.get("sort") == "projects" else everyone
    found = organisations.find(everyone, request.GET, path=reverse("organisations:list"))
    found.prepare = with_counts
    return render(request, "sibdb/organisations.html", {"finder": found, "section": "projects"})


@require_safe
def organisation_page(request: HttpRequest, slug: str) -> HttpResponse:
    """/organisations/<slug>/: one that was merged into another leads there."""
    known = Organisation.objects.exclude(status=Status.PRIVATE).select_related("merged_into", "parent", "country")
    organisation = get_object_or_404(known, slug=slug)
    if organisation.merged_into:
        if organisation.merged_into.status == Status.PRIVATE:
            return render(request, "errors/404.html", status=404)
        return HttpResponsePermanentRedirect(organisation.merged_into.url_on_site)
    parent = organisation.parent
    context = {
        "organisation": organisation,
        "parent": parent if parent and not parent.is_private else None,
        "rows": roles_of(organisation),
        "partners": list(partners_of(organisation)),
        "funds": list(funds_of(organisation)),
        "section": "projects",
    }
    return render(request, "sibdb/organisation.html", context)


@require_safe
def fund_list(request: HttpRequest) -> HttpResponse:
    """/funds/"""
    everyone = OutcomesFund.objects.public()
    everyone = with_projects(everyone) if request.GET.get("sort") == "projects" else everyone
    found = funds.find(everyone, request.GET, path=reverse("funds:list"))
    found.prepare = _complete
    return render(request, "sibdb/funds.html", {"finder": found, "section": "projects"})


def _complete(found: QuerySet) -> QuerySet:
    """With what a line of the list shows."""
    return with_projects(found).select_related("host", "country")


@require_safe
def fund_page(request: HttpRequest, slug: str) -> HttpResponse:
    """/funds/<slug>/"""
    fund = get_object_or_404(OutcomesFund.objects.public().select_related("host"), slug=slug)
    projects = Project.objects.published().filter(funds=fund).for_lists().with_parts("amounts").order_by("name", "pk")
    context = {
        "fund": fund,
        "host": fund.host if fund.host and not fund.host.is_private else None,
        "country": terms.get().one("country", fund.country_id),
        "lines": lines_of(projects),
        "backers": list(Organisation.objects.public().filter(fund_roles__fund=fund).only("name", "slug")),
        "programmes": list(fund.programmes.order_by("sort_order")),
        "section": "projects",
    }
    return render(request, "sibdb/fund.html", context)
