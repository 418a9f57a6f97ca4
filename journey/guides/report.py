"""The report of what readers think of the guides."""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html_join
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from journey.models import GuideOpinion

may_see = ModelPermissionPolicy(GuideOpinion)
SHOWN = 10  # words of readers, the newest first; the file holds all


class OpinionsView(ReportView):
    """Each guide once, the one with the most no first."""

    model = GuideOpinion
    page_title = "Were the guides useful?"
    header_icon = "help"
    permission_policy = may_see
    permission_required = "view"
    index_url_name = "guide_opinions:index"
    index_results_url_name = "guide_opinions:index_results"
    default_ordering = "-no"
    is_searchable = False
    columns = [
        Column("page__title", label="Guide", sort_key="page__title"),
        Column("yes", label="Yes", sort_key="yes"),
        Column("no", label="No", sort_key="no"),
        Column("latest_on", label="Last on", accessor=lambda row: date_format(row["latest_on"]), sort_key="latest_on"),
        Column("words", label="Why", accessor=lambda row: format_html_join("", "<p>{}</p>", zip(row["words"][:SHOWN]))),
    ]
    list_export = ["page__title", "yes", "no", "written", "latest_on", "words"]
    export_headings = {
        "page__title": "Guide",
        "yes": "Yes",
        "no": "No",
        "written": "Said why",
        "latest_on": "Last on",
        "words": "Why",
    }
    export_filename = "opinions-on-guides"

    def get_base_queryset(self) -> QuerySet:
        words = ArrayAgg("words", filter=~Q(words=""), order_by=["-given_on", "-pk"], default=[])
        return GuideOpinion.objects.order_by().counted().annotate(words=words)

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset).order_by(self.ordering, "page__title")


class OpinionsMenuItem(MenuItem):
    """Shown to those who may read it."""

    def is_shown(self, request) -> bool:
        return may_see.user_has_permission(request.user, "view")


class OpinionsViewSet(ViewSet):
    name = "guide_opinions"
    url_prefix = "reports/guides-useful"
    icon = "help"
    menu_label = "Were the guides useful?"
    menu_order = 320
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    menu_item_class = OpinionsMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", OpinionsView.as_view(), name="index"),
            path("results/", OpinionsView.as_view(results_only=True), name="index_results"),
        ]
