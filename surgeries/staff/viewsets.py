"""The menu "Advice surgeries"."""

from django.urls import path
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSetGroup

from surgeries import models
from surgeries.staff import away as staff_away
from surgeries.staff import bookings as staff_bookings
from surgeries.staff import views as staff_views
from surgeries.staff.answered import AnsweredViewSet
from surgeries.staff.base import SurgeryViewSet
from surgeries.staff.forms import OfAdviserForm, OfAdviserWithFormats, SlotForm, WithFormats
from surgeries.staff.several import DiaryViewSet
from surgeries.wording import day_and_time


class BookingViewSet(SurgeryViewSet):
    """Bookings are made by the people who come, so there is nothing here to add or to edit by hand."""

    model = models.Booking
    name = "surgery_bookings"
    icon = "calendar-check"
    menu_label = "Bookings"
    inspect_view_enabled = True
    index_view_class = staff_views.BookingIndexView
    inspect_view_class = staff_views.BookingView
    inspect_template_name = staff_views.BookingView.template_name
    form_fields = ["outcome_note"]
    list_display = [
        "reference",
        Column("when", label="When", accessor=lambda one: day_and_time(one.slot.starts_at), sort_key="slot__starts_at"),
        Column("adviser", label="Adviser", accessor=lambda one: one.slot.adviser),
        "organisation",
        "topic",
        "journey_stage",
        Column("state", label="State", accessor=lambda one: one.get_status_display(), sort_key="status"),
    ]
    list_filter = ["status", "topic", "journey_stage", "org_type", "slot__adviser", "slot__starts_at"]
    list_export = ["reference"]  # offers the files; their columns stand in surgeries/staff/exported.py
    search_fields = ["reference", "name", "organisation"]
    search_backend_name = None
    ordering = ["-slot__starts_at", "pk"]

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("accept/<int:pk>/", staff_bookings.AcceptView.as_view(), name="accept"),
            path("decline/<int:pk>/", staff_bookings.DeclineView.as_view(), name="decline"),
            path("move/<int:pk>/", staff_bookings.MoveView.as_view(), name="move"),
            path("cancel/<int:pk>/", staff_bookings.CancelView.as_view(), name="cancel"),
            path("outcome/<int:pk>/", staff_bookings.OutcomeView.as_view(), name="outcome"),
            path("send-link/<int:pk>/", staff_bookings.SendLinkView.as_view(), name="send_link"),
            path("replace-link/<int:pk>/", staff_bookings.ReplaceLinkView.as_view(), name="replace_link"),
        ]


class SlotViewSet(SurgeryViewSet):
    """Times, made from rules or added by hand."""

    model = models.Slot
    name = "surgery_times"
    icon = "time"
    menu_label = "Times"
    index_view_class = staff_views.SlotIndexView
    inspect_view_enabled = True
    inspect_view_fields = ["adviser", "starts_at", "ends_at", "formats", "status", "origin", "rule", "withdrawn_reason"]
    list_display = [
        "__str__",
        Column("lasts", label="Minutes", accessor="minutes"),
        Column("how", label="How", accessor="formats_in_short"),
        Column("state", label="State", accessor=lambda one: one.get_status_display(), sort_key="status"),
    ]
    list_filter = ["adviser", "status", "origin", "starts_at"]
    ordering = ["starts_at", "pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("adviser"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("minutes")]),
            FieldPanel("formats"),
        ],
        base_form_class=SlotForm,
    )

    def get_urlpatterns(self) -> list:
        withdraw = path("withdraw/<int:pk>/", staff_views.WithdrawView.as_view(), name="withdraw")
        return [*super().get_urlpatterns(), withdraw]


class RuleViewSet(SurgeryViewSet):
    """Weekly rules; saving one makes the times of the coming weeks."""

    model = models.AvailabilityRule
    name = "surgery_rules"
    icon = "repeat"
    menu_label = "Weekly rules"
    add_view_class = staff_views.RuleCreateView
    edit_view_class = staff_views.RuleEditView
    delete_view_class = staff_views.RuleDeleteView
    list_display = ["adviser", "weekday", "start_local", "end_local", "duration_minutes", BooleanColumn("is_active")]
    list_filter = ["adviser", "weekday", "is_active"]
    ordering = ["adviser__public_name", "weekday", "start_local", "pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("adviser"),
            FieldRowPanel([FieldPanel("weekday"), FieldPanel("start_local"), FieldPanel("end_local")]),
            FieldRowPanel([FieldPanel("duration_minutes"), FieldPanel("gap_minutes")]),
            FieldPanel("formats"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("every_n_weeks"), FieldPanel("anchor_date")]),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                    FieldPanel("tz"),
                    FieldPanel("is_active"),
                ],
                heading="How long and how often",
            ),
        ],
        base_form_class=OfAdviserWithFormats,
    )


class ExceptionViewSet(SurgeryViewSet):
    """Days away, and extra times."""

    model = models.AvailabilityException
    name = "surgery_exceptions"
    icon = "date"
    menu_label = "Exceptions"
    add_view_class = staff_away.ExceptionCreateView
    edit_view_class = staff_away.ExceptionEditView
    delete_view_class = staff_views.RuleDeleteView
    list_display = ["kind", "adviser", "starts_local_date", "ends_local_date", "note"]
    list_filter = ["kind", "adviser"]
    ordering = ["-starts_local_date", "pk"]
    edit_handler = ObjectList(
        [
            FieldPanel("kind"),
            FieldPanel("adviser"),
            FieldRowPanel([FieldPanel("starts_local_date"), FieldPanel("ends_local_date")]),
            FieldRowPanel([FieldPanel("start_local"), FieldPanel("end_local")]),
            FieldPanel("note"),
        ],
        base_form_class=OfAdviserForm,
    )

    def get_urlpatterns(self) -> list:
        return [*super().get_urlpatterns(), path("booked/<int:pk>/", staff_away.BookedView.as_view(), name="booked")]


class AdviserViewSet(SurgeryViewSet):
    """Who advises."""

    model = models.AdviserProfile
    name = "surgery_advisers"
    edit_view_class = staff_views.AdviserEditView
    icon = "group"
    menu_label = "Advisers"
    inspect_view_enabled = True
    inspect_view_class = staff_views.AdviserView
    inspect_template_name = staff_views.AdviserView.template_name
    inspect_view_fields = ["public_name", "bio_line", "topics", "formats", "nation", "is_example", "is_active"]
    list_display = ["name_shown", "email", BooleanColumn("is_example"), BooleanColumn("is_active"), "agreed_on"]
    list_filter = ["is_active", "is_example"]
    ordering = ["public_name", "pk"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("public_name"),
                    FieldPanel("signs_as"),
                    FieldPanel("bio_line"),
                    FieldPanel("topics"),
                    FieldPanel("is_example"),
                ],
                heading="What those who book see",
            ),
            MultiFieldPanel(
                [FieldPanel("person"), FieldPanel("user"), FieldPanel("email"), FieldPanel("agreed_on")],
                heading="Who it is",
            ),
            MultiFieldPanel(
                [
                    FieldPanel("formats"),
                    FieldPanel("join_info"),
                    FieldRowPanel([FieldPanel("default_duration"), FieldPanel("buffer_minutes")]),
                    FieldPanel("nation"),
                    FieldPanel("calendar_delivery"),
                    FieldPanel("is_active"),
                ],
                heading="How they work",
            ),
        ],
        base_form_class=WithFormats,
    )

    def get_urlpatterns(self) -> list:
        new_feed = path("new-feed/<int:pk>/", staff_views.NewFeedView.as_view(), name="new_feed")
        return [*super().get_urlpatterns(), new_feed]


class RequestViewSet(SurgeryViewSet):
    """People for whom no time suited: answer by mail, and note here that you did."""

    model = models.SurgeryRequest
    name = "surgery_requests"
    icon = "help"
    menu_label = "Requests"
    inspect_view_enabled = True
    inspect_view_class = staff_views.RequestView
    inspect_template_name = staff_views.RequestView.template_name
    inspect_view_fields = [
        "name", "contact", "organisation", "org_type", "topic", "journey_stage", "question", "availability",
        "status", "created_at",
    ]  # fmt: skip
    list_display = ["organisation", "topic", "status", DateColumn("created_at", label="Asked", sort_key="created_at")]
    list_filter = ["status", "topic"]
    ordering = ["-created_at", "pk"]
    form_fields = ["status"]


class TopicViewSet(SurgeryViewSet):
    """What people can book a surgery about."""

    model = models.SurgeryTopic
    name = "surgery_topics"
    icon = "tag"
    menu_label = "Topics"
    list_display = ["label", "sort_order", BooleanColumn("is_active")]
    form_fields = ["label", "key", "hint", "stages", "reading", "sort_order", "is_active"]
    ordering = ["sort_order", "pk"]


class StageOptionViewSet(SurgeryViewSet):
    """Where people say that they are, and what to have ready."""

    model = models.StageOption
    name = "surgery_stages"
    icon = "list-ol"
    menu_label = "Stages"
    list_display = ["label", "sort_order", BooleanColumn("is_active")]
    form_fields = ["label", "key", "explanation", "journey_stages", "prepare", "sort_order", "is_active"]
    ordering = ["sort_order", "pk"]


class QuestionViewSet(SurgeryViewSet):
    """What the booking form asks besides."""

    model = models.SurgeryQuestion
    name = "surgery_questions"
    icon = "form"
    menu_label = "Further questions"
    list_display = ["label", "kind", BooleanColumn("is_required"), "sort_order", BooleanColumn("is_active")]
    list_filter = ["is_active", "topics"]
    form_fields = ["label", "help", "kind", "options", "is_required", "topics", "sort_order", "is_active"]
    ordering = ["sort_order", "pk"]


class SurgeryGroup(ModelViewSetGroup):
    """All of it under one entry of the menu."""

    menu_label = "Advice surgeries"
    menu_icon = "group"
    menu_order = 330
    items = (
        DiaryViewSet,
        BookingViewSet,
        SlotViewSet,
        RequestViewSet,
        AnsweredViewSet,
        RuleViewSet,
        ExceptionViewSet,
        AdviserViewSet,
        TopicViewSet,
        StageOptionViewSet,
        QuestionViewSet,
    )
