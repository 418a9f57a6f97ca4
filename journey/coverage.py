"""For editors in the CMS: what each step has, as search and its own page know it, and what it lacks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Func, QuerySet, TextField
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, Table, TitleColumn
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from golab.pages.models import GlossaryTerm
from golab.search.models import SearchDocument
from journey.map import journey_map
from journey.models import StepPage

# What covers a step besides its own page, by the kind that search knows it as.
KINDS = {
    "publication": "Publications",
    "project": "Projects",
    "guide": "Guides",
    "answered": "Surgery questions",
    "event": "Events",
    "news": "News",
}
# Parts of a step's page that may be empty, and are not shown to readers then.
PARTS = {
    "who": "who does it",
    "considerations": "considerations",
    "pitfalls": "common mistakes",
    "making_it_real": "making it real",
    "projects": "editors’ picks of projects",
    "questions": "questions for a surgery",
}
NOTHING = "None"

may_see_report = ModelPermissionPolicy(GlossaryTerm)  # who writes the hub's texts
Counts = Counter[tuple[str, str]]  # by key of the step and kind


@dataclass(frozen=True)
class Coverage:
    """A step with how much there is for it of each kind, and what is missing, in words."""

    pk: int
    title: str
    resources: int
    counts: dict[str, int]
    missing: str

    def __getattr__(self, name: str) -> int:
        """A kind's number, for columns and exports."""
        try:
            return self.__dict__["counts"][name]
        except KeyError as error:
            raise AttributeError(name) from error


def counts_of_steps() -> Counts:
    """How many things of each kind name each step; one query."""
    step = Func("steps", function="unnest", output_field=TextField())
    rows = SearchDocument.objects.annotate(step=step).values("step", "kind").annotate(number=Count("pk")).order_by()
    return Counter({(row["step"], row["kind"]): row["number"] for row in rows})


def coverage_of(pages: Iterable[StepPage]) -> list[Coverage]:
    """A line for each page; one query for all."""
    counts, steps = counts_of_steps(), journey_map.get().steps_by_key
    found = []
    for page in pages:
        number = steps[page.key].number if page.key in steps else ""
        own = {kind: counts[page.key, kind] for kind in KINDS}
        resources = len(page.resources.raw_data)
        lacks = [words for name, words in PARTS.items() if not getattr(page, name)]
        lacks += [] if resources else ["resources"]
        lacks += [label.lower() for kind, label in KINDS.items() if not own[kind]]
        found.append(Coverage(page.pk, f"{number} {page.title}".strip(), resources, own, ", ".join(lacks) or "Nothing"))
    return found


class CoverageView(ReportView):
    """A line for each live step, in the order of the journey."""

    model = StepPage
    page_title = "Coverage of the journey"
    header_icon = "tasks"
    permission_policy = may_see_report
    permission_required = "change"
    index_url_name = "coverage:index"
    index_results_url_name = "coverage:index_results"
    results_template_name = "journey/coverage_results.html"
    default_ordering = "path"
    is_searchable = False
    paginate_by = 100
    columns = [
        TitleColumn(
            "title", label="Step", get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pk])
        ),
        Column("resources", label="Resources", accessor=lambda row: row.resources or NOTHING),
        *(Column(kind, label=label, accessor=lambda row, kind=kind: row.counts[kind] or NOTHING)
          for kind, label in KINDS.items()),
        Column("missing", label="Missing"),
    ]  # fmt: skip
    list_export = ["title", "resources", *KINDS, "missing"]
    export_headings = {"title": "Step", "resources": "Resources", **KINDS, "missing": "Missing"}
    export_filename = "coverage-of-the-journey"

    def get_base_queryset(self) -> QuerySet:
        return StepPage.objects.live()

    def get_table(self, object_list: Iterable[StepPage]) -> Table:
        return super().get_table(coverage_of(object_list))

    def decorate_paginated_queryset(self, object_list: Iterable[StepPage]) -> list[Coverage]:
        """For the files."""
        return coverage_of(object_list) if self.is_export else object_list


class CoverageMenuItem(MenuItem):
    """Shown to those who can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report.user_has_permission(request.user, "change")


class CoverageViewSet(ViewSet):
    name = "coverage"
    url_prefix = "reports/coverage"
    icon = "tasks"
    menu_label = "Coverage of the journey"
    menu_order = 320
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    menu_item_class = CoverageMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", CoverageView.as_view(), name="index"),
            path("results/", CoverageView.as_view(results_only=True), name="index_results"),
        ]
