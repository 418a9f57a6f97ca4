"""The menu "Projects and prices" of the CMS."""

from django.urls import path
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from sibdb.corrections.staff_views import ChangeViewSet, SuggestionViewSet
from sibdb.merging.staff_views import MergeView, OrganisationIndexView
from sibdb.models import Deflator, MonthlySnapshot, Organisation, OutcomesFund, PriceProgramme, Project, RateCard
from sibdb.models.part import STATUS_PANELS

_IN_OUR_WORDS = (
    "<p>The summary is in our own words: two to four sentences on what was tried, for whom, what was paid for and what "
    "came of it. Never copy a source. Name each source of the summary in the tab <em>Sources</em>.</p>"
)
_PAYMENTS = (
    "<p>A payment that was planned belongs to a plan: give the plan's id. Name the outcome that it is for by its id in "
    "the tab <em>Outcomes</em>. What is private stays in the CMS.</p>"
)


class ProjectViewSet(SnippetViewSet):
    """Projects, with drafts, workflow, history and preview."""

    model = Project
    icon = "folder-open-inverse"
    menu_label = "Projects"
    menu_name = "projects"
    list_display = ["name", "indigo_id", "policy_area", "stage", "start_year", "status", "live"]
    list_filter = [
        "live",
        "status",
        "policy_area",
        "stage",
        "countries",
        "funds",
        "dates_in_doubt",
        "locations__place_is_approximate",
    ]
    search_fields = ["name", "alternative_names", "indigo_id", "party_line"]
    list_per_page = 50
    ordering = ["name", "pk"]
    copy_view_enabled = False
    inspect_view_enabled = True

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(content=_IN_OUR_WORDS),
                    FieldPanel("name"),
                    FieldPanel("alternative_names"),
                    FieldPanel("slug"),
                    FieldPanel("summary"),
                    FieldPanel("social_challenge"),
                    FieldPanel("intervention"),
                    FieldPanel("target_population"),
                    FieldPanel("specification"),
                ],
                heading="What it is",
            ),
            ObjectList(
                [
                    FieldPanel("indigo_id"),
                    FieldRowPanel([FieldPanel("stage"), FieldPanel("stage_checked_on")]),
                    FieldPanel("policy_area"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("contract_signed"), FieldPanel("service_start")]),
                            FieldRowPanel([FieldPanel("service_end"), FieldPanel("service_end_basis")]),
                            FieldPanel("dates_in_doubt"),
                        ],
                        heading="Dates",
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("cohort_target"), FieldPanel("cohort_actual")]),
                            FieldPanel("unit"),
                        ],
                        heading="People",
                    ),
                    InlinePanel("amounts", heading="Money", label="Amount"),
                ],
                heading="Key facts",
            ),
            ObjectList(
                [InlinePanel("parties", heading="Organisations", label="Organisation"), FieldPanel("funds")],
                heading="Who",
            ),
            ObjectList(
                [
                    FieldPanel("outcomes_counted"),
                    InlinePanel("outcomes", heading="Outcomes", label="Outcome"),
                    InlinePanel("prices", heading="Prices", label="Price"),
                    InlinePanel("results", heading="Results", label="Result"),
                ],
                heading="Outcomes",
            ),
            ObjectList(
                [
                    HelpPanel(content=_PAYMENTS),
                    InlinePanel("payment_plans", heading="Plans of payments", label="Plan"),
                    InlinePanel("payments", heading="Payments for outcomes", label="Payment"),
                ],
                heading="Payments",
            ),
            ObjectList(
                [
                    InlinePanel("locations", heading="Places", label="Place"),
                    FieldPanel("countries"),
                    FieldPanel("regions"),
                ],
                heading="Where",
            ),
            ObjectList(
                [
                    InlinePanel("sources", heading="Sources", label="Source"),
                    InlinePanel("caveats", heading="What we are checking", label="Caveat"),
                ],
                heading="Sources",
            ),
            ObjectList(
                [
                    STATUS_PANELS,
                    FieldRowPanel([FieldPanel("verified_on"), FieldPanel("verified_by")]),
                    FieldPanel("basis"),
                    FieldPanel("secondary_areas"),
                    FieldPanel("steps"),
                ],
                heading="Review",
            ),
        ]
    )


class OrganisationViewSet(ModelViewSet):
    """Organisations that have a role in a project."""

    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    list_display = ["name", "indigo_id", "country"]
    list_filter = ["country"]
    search_fields = ["name", "indigo_id"]
    ordering = ["name", "pk"]
    list_per_page = 50
    copy_view_enabled = False
    index_view_class = OrganisationIndexView
    panels = [FieldPanel("name"), FieldPanel("indigo_id"), FieldPanel("country"), FieldPanel("website")]

    def get_urlpatterns(self) -> list:
        chooser = OrganisationChooserViewSet("organisation_chooser").widget_class()
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", MergeView.as_view(widget=chooser), name="merge")]


class OrganisationChooserViewSet(ChooserViewSet):
    """There are a thousand of them: they are searched for, not picked from a list."""

    model = Organisation
    icon = "group"
    choose_one_text = "Choose an organisation"
    choose_another_text = "Choose another organisation"
    form_fields = ["name", "country"]


class OutcomesFundViewSet(ModelViewSet):
    """Outcomes funds."""

    model = OutcomesFund
    icon = "pick"
    menu_label = "Outcomes funds"
    list_display = ["name", "indigo_id"]
    search_fields = ["name", "indigo_id"]
    ordering = ["name"]
    copy_view_enabled = False
    panels = [FieldPanel("name"), FieldPanel("indigo_id")]


class PriceProgrammeViewSet(ModelViewSet):
    """Programmes that published prices."""

    model = PriceProgramme
    icon = "list-ul"
    menu_label = "Price programmes"
    list_display = ["name", "years", "fund"]
    search_fields = ["name"]
    ordering = ["sort_order", "name"]
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("sort_order")]),
        FieldPanel("years"),
        FieldPanel("paid_by"),
        FieldPanel("people"),
        FieldPanel("about"),
        FieldPanel("how_to_read"),
        FieldPanel("how_to_reuse"),
        FieldPanel("cautions"),
        FieldPanel("fund"),
    ]


class RateCardViewSet(ModelViewSet):
    """Rate cards with their lines."""

    model = RateCard
    icon = "table"
    menu_label = "Rate cards"
    list_display = ["name", "programme", "price_year", "source"]
    list_filter = ["programme", "is_of_one_project"]
    search_fields = ["name", "source"]
    ordering = ["programme__sort_order", "sort_order", "name"]
    copy_view_enabled = False
    panels = [
        FieldRowPanel([FieldPanel("programme"), FieldPanel("sort_order")]),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("price_year"), FieldPanel("cap")]),
        FieldPanel("note"),
        FieldPanel("caveat"),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("project"), FieldPanel("is_of_one_project")]),
        InlinePanel("lines", heading="Lines", label="Line"),
    ]


class DeflatorViewSet(ModelViewSet):
    """Releases of the deflator. Pages use the latest."""

    model = Deflator
    icon = "order"
    menu_label = "Deflators"
    list_display = ["name", "source", "released_on"]
    ordering = ["-released_on"]
    copy_view_enabled = False
    panels = Deflator.panels


class MonthlySnapshotViewSet(ModelViewSet):
    """The hub takes them. Colleagues see them here, and can withdraw the file of one."""

    model = MonthlySnapshot
    icon = "date"
    menu_label = "Monthly snapshots"
    list_display = ["__str__", "taken_at", "size", "withdrawn_because"]
    ordering = ["-month"]
    copy_view_enabled = False
    panels = MonthlySnapshot.panels


class SibdbViewSetGroup(SnippetViewSetGroup):
    """One menu for all of them."""

    menu_label = "Projects and prices"
    menu_name = "projects-and-prices"
    menu_icon = "folder-open-inverse"
    menu_order = 320
    items = (
        *(ProjectViewSet, RateCardViewSet, PriceProgrammeViewSet, DeflatorViewSet),
        *(OrganisationViewSet, OutcomesFundViewSet, SuggestionViewSet, ChangeViewSet),
        MonthlySnapshotViewSet,
    )
