"""The menu item "Messages": the outbox, to look at and to put right."""

from django.urls import path
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from golab.notifications import kinds, staff_views, views
from golab.notifications.models import OutgoingMessage
from golab.notifications.reasons import in_words


class MessageViewSet(ModelViewSet):
    """Messages are written by the site, so there is nothing here to add or edit."""

    model = OutgoingMessage
    name = "messages"
    icon = "mail"
    menu_label = "Messages"
    menu_order = 710
    add_to_admin_menu = True
    form_fields = ["to_email"]
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = views.MessageListView
    inspect_view_class = views.MessageView
    inspect_template_name = views.MessageView.template_name
    add_to_reference_index = False
    list_display = [
        "subject",
        Column("kind", label="What", accessor=lambda message: kinds.of(message).label, sort_key="kind"),
        Column("to", label="To", accessor=lambda message: message.to_name or message.to_email, sort_key="to_email"),
        Column("state", label="State", accessor=in_words, sort_key="status"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
    ]
    list_filter = ["status", "kind", "created_at"]
    search_fields = ["subject", "to_name", "to_email"]
    ordering = ["-created_at", "pk"]
    list_per_page = 50

    def get_urlpatterns(self) -> list:
        return [
            *super().get_urlpatterns(),
            path("wording/", staff_views.WordingView.as_view(), name="wording"),
            path("wording/<str:kind>/", staff_views.RewordView.as_view(), name="reword"),
            path("wording/<str:kind>/example/", staff_views.ExampleView.as_view(), name="example"),
            path("hold/", staff_views.HoldView.as_view(), name="hold"),
            path("correct/<uuid:pk>/", views.CorrectView.as_view(), name="correct"),
            path("retry/<uuid:pk>/", views.RetryView.as_view(), name="retry"),
            path("cancel/<uuid:pk>/", views.CancelView.as_view(), name="cancel"),
        ]
