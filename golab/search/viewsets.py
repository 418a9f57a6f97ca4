"""The CMS screens of search: synonyms, and what readers looked for in vain."""

from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import Max, QuerySet, Sum
from django.forms import CharField, Textarea
from django.http import HttpRequest
from django.urls import path
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from golab.search.models import Synonym, UnansweredQuery


class LinesField(SimpleArrayField):
    """A list, an entry on each line: the names of departments hold commas."""

    def __init__(self, **options) -> None:
        super().__init__(CharField(max_length=120), delimiter="\n", widget=Textarea(attrs={"rows": 5}), **options)

    def clean(self, value: str | None) -> list[str]:
        return super().clean("\n".join(line for line in (value or "").splitlines() if line.strip()))


class SynonymForm(WagtailAdminModelForm):
    terms = LinesField(help_text=Synonym._meta.get_field("terms").help_text)
    expands_to = LinesField(
        required=False, label="Also finds", help_text=Synonym._meta.get_field("expands_to").help_text
    )


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "resubmit"
    menu_label = "Synonyms"
    menu_order = 220
    add_to_admin_menu = True
    edit_handler = ObjectList(Synonym.panels, base_form_class=SynonymForm)
    list_display = ["__str__", "kind", "is_active", "note"]
    list_filter = ["kind", "is_active", "is_capitals_only"]
    search_fields = ["terms", "expands_to", "note"]
    ordering = ["terms", "pk"]
    list_per_page = 50
    copy_view_enabled = False


may_see_report = ModelPermissionPolicy(Synonym)  # who keeps the synonyms


class ZeroResultView(ReportView):
    """Each query once, the most frequent first: the days of one query are added up."""

    model = UnansweredQuery
    page_title = "Not found in search"
    header_icon = "search"
    permission_policy = may_see_report
    permission_required = "change"
    index_url_name = "zero_results:index"
    index_results_url_name = "zero_results:index_results"
    default_ordering = "-times"
    is_searchable = False
    columns = [
        Column("text", label="What readers typed"),
        Column("times", label="Times", sort_key="times"),
        DateColumn("latest_day", label="Last on", sort_key="latest_day"),
    ]
    list_export = ["text", "times", "latest_day"]
    export_headings = {"text": "What readers typed", "times": "Times", "latest_day": "Last on"}
    export_filename = "not-found-in-search"

    def get_base_queryset(self) -> QuerySet:
        return UnansweredQuery.objects.values("text").annotate(times=Sum("count"), latest_day=Max("day"))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset).order_by(self.ordering, "text")


class ZeroResultMenuItem(MenuItem):
    """Shown to those who can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report.user_has_permission(request.user, "change")


class ZeroResultViewSet(ViewSet):
    name = "zero_results"
    url_prefix = "reports/not-found-in-search"
    icon = "search"
    menu_label = "Not found in search"
    menu_order = 300
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    menu_item_class = ZeroResultMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", ZeroResultView.as_view(), name="index"),
            path("results/", ZeroResultView.as_view(results_only=True), name="index_results"),
        ]
