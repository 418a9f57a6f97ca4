"""For data stewards in the CMS: what is wrong or missing in the data, and INDIGO's own columns to take away."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_filters import AllValuesFilter, ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from sibdb.indigo.export import packed
from sibdb.models import Finding, Project
from sibdb.quality.completeness import overall

MAY_SEE = "sibdb.import_project"


class FindingFilter(WagtailFilterSet):
    check_name = AllValuesFilter(label="Check")
    level = ChoiceFilter(choices=Finding.Level.choices, label="Priority")

    class Meta:
        model = Finding
        fields = ["check_name", "level"]


class FindingsView(ReportView):
    """Each finding with its record; above them how much of all projects is recorded."""

    model = Finding
    page_title = "Data quality"
    header_icon = "warning"
    permission_policy = ModelPermissionPolicy(Project)
    permission_required = "import"
    index_url_name = "data_quality:index"
    index_results_url_name = "data_quality:index_results"
    results_template_name = "sibdb/quality_results.html"
    filterset_class = FindingFilter
    default_ordering = "level"
    is_searchable = False
    columns = [
        Column("about", label="Record", accessor=lambda row: str(row.about)),
        Column("text", label="What is wrong"),
        Column("check_name", label="Check", sort_key="check_name"),
        Column("level", label="Priority", sort_key="level"),
        Column("found_on", label="Since", sort_key="found_on"),
    ]
    list_export = ["about", "text", "check_name", "level", "where", "found_on"]
    export_filename = "data-quality"

    def get_base_queryset(self) -> QuerySet:
        return Finding.objects.select_related("project", "organisation", "fund", "pipeline")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(measures=overall(Project.objects.all()), **kwargs)


@never_cache
@require_safe
def export_indigo(request: HttpRequest) -> HttpResponse:
    """INDIGO's columns as a ZIP, with what is private: only for those who may import."""
    if not request.user.has_perm(MAY_SEE):
        raise PermissionDenied
    response = HttpResponse(packed(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="indigo-{timezone.localdate():%Y-%m-%d}.zip"'
    return response


class QualityMenuItem(MenuItem):
    """Shown to those who can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


class QualityViewSet(ViewSet):
    name = "data_quality"
    url_prefix = "reports/data-quality"
    icon = "warning"
    menu_label = "Data quality"
    menu_order = 310
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    menu_item_class = QualityMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", FindingsView.as_view(), name="index"),
            path("results/", FindingsView.as_view(results_only=True), name="index_results"),
            path("indigo.zip", export_indigo, name="export"),
        ]
