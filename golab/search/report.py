"""The report of what readers looked for and hardly found, and what staff do about it."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.formats import date_format
from django.views.generic import FormView
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, TitleColumn
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports.base import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import ListingButton
from wagtail.permission_policies import ModelPermissionPolicy

from golab.search import unanswered
from golab.search.models import FEW, Synonym, UnansweredQuery

Row = dict[str, object]  # of UnansweredQuerySet.for_staff

may_see_report = ModelPermissionPolicy(Synonym)  # who keeps the synonyms


def search_for(row: Row) -> str:
    """The search page as the reader saw it, or as it is by now."""
    return f"{reverse('search:search')}?{urlencode({'q': row['text']})}"


def synonym_for(row: Row) -> str:
    """A new group of synonyms that begins with these words."""
    return f"{reverse('wagtailsnippets_search_synonym:add')}?{urlencode({'term': row['text']})}"


class QuestionColumn(ButtonsColumnMixin, TitleColumn):
    """What was typed, with what can be done about it."""

    def get_buttons(self, instance: Row, parent_context: dict) -> list[ListingButton]:
        forget = f"{reverse('zero_results:forget')}?{urlencode({'text': instance['text']})}"
        name = {"aria-label": f"Add a synonym for “{instance['text']}”"}
        other = {"aria-label": f"Take “{instance['text']}” off the list"}
        return [
            ListingButton("Add a synonym", url=synonym_for(instance), attrs=name, priority=10),
            ListingButton("Take off the list", url=forget, attrs=other, priority=20),
        ]


class HowMuchFilter(WagtailFilterSet):
    found = ChoiceFilter(
        label="Found", choices=[("nothing", "Nothing"), ("few", "A few results")], method="by_results",
        widget=forms.RadioSelect, empty_label="All",
    )  # fmt: skip

    class Meta:
        model = UnansweredQuery
        fields = []

    def by_results(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(results=0) if value == "nothing" else queryset.filter(results__gt=0)


class UnansweredView(ReportView):
    """Each question once, the most frequent first."""

    model = UnansweredQuery
    page_title = "Not found in search"
    header_icon = "search"
    permission_policy = may_see_report
    permission_required = "change"
    index_url_name = "zero_results:index"
    index_results_url_name = "zero_results:index_results"
    results_template_name = "search/report_results.html"
    filterset_class = HowMuchFilter
    default_ordering = "-times"
    is_searchable = False
    columns = [
        QuestionColumn("text", label="What readers typed", get_url=search_for, id_accessor="text"),
        Column("results", label="Found", accessor=lambda row: row["results"] or "Nothing", sort_key="results"),
        Column("times", label="Times", sort_key="times"),
        Column(
            "latest_day", label="Last on", accessor=lambda row: date_format(row["latest_day"]), sort_key="latest_day"
        ),
    ]
    list_export = ["text", "results", "times", "latest_day"]
    export_headings = {
        "text": "What readers typed",
        "results": "Results",
        "times": "Times",
        "latest_day": "Last on",
    }
    export_filename = "not-found-in-search"

    def get_base_queryset(self) -> QuerySet:
        return UnansweredQuery.objects.for_staff()

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset).order_by(self.ordering, "text")

    def get_context_data(self, **kwargs) -> dict:
        kept_days = unanswered.KEPT_FOR.days
        return super().get_context_data(few=FEW, kept_days=kept_days, **kwargs)


class QuestionForm(forms.Form):
    text = forms.CharField(max_length=unanswered.LONGEST_KEPT, widget=forms.HiddenInput)


class ForgetView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks first, then deletes a question with all its days: it was answered, makes no sense, or names somebody."""

    form_class = QuestionForm
    template_name = "search/forget.html"
    page_title = "Take off the list"
    header_icon = "search"
    permission_policy = may_see_report
    permission_required = "change"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": "Home"},
            {"url": reverse("zero_results:index"), "label": UnansweredView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        asked = QuestionForm(request.GET)
        if not asked.is_valid():
            return redirect("zero_results:index")
        self.initial = asked.cleaned_data
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(text=self.initial["text"], **kwargs)

    def form_valid(self, form: QuestionForm) -> HttpResponse:
        text = form.cleaned_data["text"]
        unanswered.forget(text)
        messages.success(self.request, f"“{text}” is off the list.")
        return redirect("zero_results:index")

    def form_invalid(self, form: QuestionForm) -> HttpResponse:
        return redirect("zero_results:index")


class UnansweredMenuItem(MenuItem):
    """Shown to those who can do something about it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report.user_has_permission(request.user, "change")


class UnansweredViewSet(ViewSet):
    name = "zero_results"
    url_prefix = "reports/not-found-in-search"
    icon = "search"
    menu_label = "Not found in search"
    menu_order = 300
    menu_hook = "register_reports_menu_item"
    add_to_admin_menu = True
    menu_item_class = UnansweredMenuItem

    def get_urlpatterns(self) -> list:
        return [
            path("", UnansweredView.as_view(), name="index"),
            path("results/", UnansweredView.as_view(results_only=True), name="index_results"),
            path("forget/", ForgetView.as_view(), name="forget"),
        ]
