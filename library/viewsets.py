"""The CMS screens of the library."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet

from library.models import Publication


class PublicationViewSet(SnippetViewSet):
    """Publications, with drafts, workflow, history and preview."""

    model = Publication
    icon = "doc-full"
    menu_label = "Library"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "author_line", "year", "resource_type", "live"]
    list_filter = ["live", "resource_type", "policy_areas", "stages", "evidence", "doi_is_verified", "year"]
    search_fields = ["title", "author_line", "summary", "doi"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("slug"),
                    FieldPanel("summary"),
                    FieldPanel("so_what"),
                    MultiFieldPanel(
                        [FieldPanel("method"), FieldPanel("evidence"), FieldPanel("evidence_note")], heading="Evidence"
                    ),
                ],
                heading="What it says",
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("resource_type"), FieldPanel("year")]),
                    InlinePanel(
                        "authors", heading="Authors", label="Author",
                        help_text="In the order in which they are printed.",
                    ),
                    FieldPanel("publisher"),
                    MultiFieldPanel(
                        [
                            FieldPanel("journal"),
                            FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages")]),
                        ],
                        heading="Journal",
                    ),
                    MultiFieldPanel(
                        [FieldPanel("doi"), FieldPanel("doi_is_verified"), FieldPanel("isbn")], heading="Identifiers"
                    ),
                    MultiFieldPanel(
                        [FieldPanel("url"), FieldPanel("is_open_access"), FieldPanel("licence")],
                        heading="Where to read it",
                    ),
                    InlinePanel("links", heading="More links", label="Link"),
                ],
                heading="Reference",
            ),
            ObjectList(
                [
                    FieldPanel("policy_areas"),
                    FieldPanel("topics"),
                    FieldPanel("stages"),
                    FieldPanel("steps"),
                    FieldPanel("countries"),
                ],
                heading="Classification",
            ),
            ObjectList(
                [FieldPanel("added_on"), FieldPanel("checked_on"), FieldPanel("basis")],
                heading="Review",
            ),
        ]
    )  # fmt: skip
