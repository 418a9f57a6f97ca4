"""The CMS screens of the library."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet

from library.models import Publication
from library.models.summary import PARTS


class PublicationViewSet(SnippetViewSet):
    """Publications, with drafts, workflow, history and preview."""

    model = Publication
    icon = "doc-full"
    menu_label = "Library"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["title", "author_line", "year", "resource_type", "live"]
    list_filter = ["live", "resource_type", "policy_areas", "stages", "method", "evidence", "is_open_access", "year"]
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
                    MultiFieldPanel(
                        [FieldPanel("text_read_on"), *map(FieldPanel, PARTS)],
                        heading="The whole text, in five parts",
                        help_text="Only if somebody here has read all of it. Readers see the parts once all five are "
                        "there; until then they see the summary above.",
                    ),
                    MultiFieldPanel(
                        [FieldPanel("method"), FieldPanel("evidence"), FieldPanel("evidence_note")],
                        heading="Evidence",
                        help_text="How far the evidence bears the finding. A rating needs a reading of the whole text "
                        "and a reason; without them leave it not rated, which says nothing against a publication.",
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
                        help_text="For an article. For a chapter, put the title of the book in the place of the "
                        "journal.",
                    ),
                    MultiFieldPanel(
                        [FieldPanel("doi"), FieldPanel("doi_is_verified"), FieldPanel("isbn")],
                        heading="Identifiers",
                        help_text="Copy them; do not type them from memory. They are how other catalogues know the "
                        "publication.",
                    ),
                ],
                heading="Reference",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel("url"),
                            FieldRowPanel([FieldPanel("file_format"), FieldPanel("file_kb")]),
                            FieldPanel("reading_minutes"),
                            FieldPanel("abstract_url"),
                        ],
                        heading="Elsewhere",
                    ),
                    MultiFieldPanel(
                        [FieldPanel("is_open_access"), FieldPanel("licence"), FieldPanel("document")],
                        heading="Access",
                    ),
                    InlinePanel(
                        "links", heading="More links", label="Link",
                        help_text="Data tables, an author's copy, a recording.",
                    ),
                ],
                heading="Where to read it",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [*map(FieldPanel, ("policy_areas", "topics", "stages", "steps", "countries"))],
                        heading="Terms",
                        help_text="Filters, the journey's steps and the search use them. Choose what the publication "
                        "is about, not everything it mentions.",
                    ),
                    InlinePanel(
                        "about_projects", heading="Projects it is about", label="Project",
                        help_text="Such as the project that an evaluation evaluates. Similar projects and "
                        "publications are found by themselves.",
                    ),
                ],
                heading="Classification",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [FieldPanel("added_on"), FieldPanel("checked_on"), FieldPanel("basis")],
                        heading="Review",
                        help_text="Readers see both dates. What we have read is for colleagues.",
                    )
                ],
                heading="Review",
            ),
        ]
    )  # fmt: skip
