"""CMS screens of this package."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from golab.accounts.models import Person


class PersonViewSet(SnippetViewSet):
    """Public profiles of speakers, authors and advisers."""

    model = Person
    icon = "user"
    menu_label = "People"
    menu_name = "people"
    menu_order = 220
    add_to_admin_menu = True
    list_display = [
        "name",
        "role",
        "organisation",
        BooleanColumn("is_published", label="Shown"),
        "agreed_on",
        "left_on",
    ]
    list_filter = ["is_published", "subjects"]
    search_fields = ["name", "organisation"]
    search_backend_name = None  # a short list: plain database search is enough
    list_per_page = 50
    ordering = ["name"]
    copy_view_enabled = False
    inspect_view_enabled = True

    panels = [
        HelpPanel(
            content=(
                "<p>A profile is public only once the person has seen it and agreed. Enter the date on which they did. "
                "If they ask you to take it down, untick <em>Show this profile</em>: it goes at once.</p>"
            )
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("slug"),
                FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
                FieldPanel("description"),
                FieldPanel("subjects"),
                FieldPanel("photo"),
            ],
            heading="What readers see",
        ),
        MultiFieldPanel(
            [FieldPanel("is_published"), FieldRowPanel([FieldPanel("agreed_on"), FieldPanel("left_on")])],
            heading="Agreement",
        ),
        FieldPanel("user"),
    ]
