"""The home page."""

from django.db import models
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from golab.pages.models.base import BasePage
from golab.pages.tree import Node, site_tree


class LinkBlock(blocks.StructBlock):
    """A question as people ask it, and where its answer stands."""

    text = blocks.CharBlock(max_length=100)
    url = blocks.CharBlock(max_length=300, help_text="An address on this site, such as /search/?q=price+an+outcome")

    class Meta:
        icon = "link"


class ColumnEntryValue(blocks.StructValue):
    """A line of a column: the page's own title and summary unless others are given."""

    @property
    def node(self) -> Node | None:
        page = self.get("page")
        return site_tree.get().by_pk.get(page.pk) if page else None

    @property
    def text(self) -> str:
        return self["note"] or (self.node.summary if self.node else "")


class TreePageChooserBlock(blocks.PageChooserBlock):
    """Chooses a page. Live ones are taken from the tree snapshot: the home page has no query to spare."""

    def deconstruct(self) -> tuple:
        """For migrations it is Wagtail's: the database keeps the same."""
        _, args, kwargs = super().deconstruct()
        return ("wagtail.blocks.PageChooserBlock", args, kwargs)

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        by_pk = site_tree.get().by_pk
        if not all(pk in by_pk for pk in values if pk):
            return super().bulk_to_python(values)
        return [pk and Page.from_db(None, ["id", "title"], [pk, by_pk[pk].title]) for pk in values]


class ColumnEntryBlock(blocks.StructBlock):
    page = TreePageChooserBlock()
    note = blocks.CharBlock(max_length=200, required=False, help_text="Instead of the page's summary. Up to 25 words.")

    class Meta:
        icon = "doc-empty"
        value_class = ColumnEntryValue


class ColumnBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=60)
    more_text = blocks.CharBlock(max_length=40, required=False, help_text="Such as 'All guides'.")
    more_url = blocks.CharBlock(max_length=200, required=False)
    entries = blocks.ListBlock(ColumnEntryBlock(), max_num=5)


class BandBlock(blocks.StructBlock):
    """One of the three bands: learn, serve, lead."""

    heading = blocks.CharBlock(max_length=30)
    intro = blocks.CharBlock(max_length=160)
    columns = blocks.ListBlock(ColumnBlock(), min_num=1, max_num=2)

    class Meta:
        icon = "list-ul"
        template = "blocks/band.html"


class HomePage(BasePage):
    """Search, the map of the journey, and the ways in."""

    headline = models.CharField(max_length=90, help_text="Up to ten words.")
    standfirst = models.TextField(max_length=300, help_text="Up to 45 words.")
    search_label = models.CharField(max_length=60, default="What are you working on?")
    example_questions = StreamField([("link", LinkBlock())], blank=True, max_num=4)
    aside_heading = models.CharField(max_length=60, blank=True)
    aside_body = models.TextField(max_length=250, blank=True, help_text="Up to 30 words.")
    aside_link_text = models.CharField(
        max_length=40, blank=True, help_text="Says what happens: 'Answer eight questions'."
    )
    aside_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="leads to"
    )
    map_heading = models.CharField(max_length=60, default="The Commissioners’ Journey")
    map_body = models.TextField(max_length=250, blank=True)
    bands = StreamField([("band", BandBlock())], blank=True, max_num=3, help_text="Learn, serve, lead.")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("headline"),
                FieldPanel("standfirst"),
                FieldPanel("search_label"),
                FieldPanel("example_questions"),
            ],
            heading="Top of the page",
        ),
        MultiFieldPanel(
            [
                FieldPanel("aside_heading"),
                FieldPanel("aside_body"),
                FieldPanel("aside_link_text"),
                FieldPanel("aside_page"),
            ],
            heading="Slip beside it",
        ),
        MultiFieldPanel([FieldPanel("map_heading"), FieldPanel("map_body")], heading="Above the map"),
        FieldPanel("bands"),
    ]
    template = "pages/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "events.EventIndexPage",
        "journey.JourneyIndexPage",
        "journey.GuideIndexPage",
        "news.NewsIndexPage",
        "pages.BasicsIndexPage",
        "pages.FaqPage",
        "pages.GlossaryIndexPage",
        "pages.PeoplePage",
        "pages.StandardPage",
        "surgeries.SurgeryIndexPage",
    ]
    max_count = 1
    section = "home"

    class Meta:
        verbose_name = "home page"

    @property
    def aside_node(self) -> Node | None:
        return site_tree.get().by_pk.get(self.aside_page_id)
