"""Standing pages: about, contact, support, privacy and the like; and the page about people."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from golab.accounts.models import Person
from golab.pages.blocks import BodyBlock, LinesBlock, SourceBlock
from golab.pages.models.base import BasePage


class StandardPage(BasePage):
    """A page of running text."""

    standfirst = models.TextField(max_length=400, blank=True, help_text="Opens the page. Up to 50 words.")
    body = StreamField(BodyBlock(), blank=True)
    sources = StreamField([("source", SourceBlock())], blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst"), FieldPanel("body"), FieldPanel("sources")]
    template = "pages/standard.html"
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    section = "about"

    class Meta:
        verbose_name = "standing page"

    @property
    def headings(self) -> list:
        """The headings of the body, for the contents list."""
        return [block.value for block in self.body if block.block_type == "heading"]


class PeoplePage(BasePage):
    """Members of the team who agreed to be shown."""

    standfirst = models.TextField(max_length=400, blank=True, help_text="Opens the page. Up to 50 words.")
    empty_text = models.TextField(
        max_length=400, help_text="Shown until somebody has agreed to be listed. Never fill the page with examples."
    )
    rules = StreamField(
        [("lines", LinesBlock())], blank=True, max_num=1, help_text="What a profile holds and when it is taken down."
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("empty_text"),
        FieldPanel("rules"),
    ]
    template = "pages/people.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = []
    max_count = 1
    section = "about"

    class Meta:
        verbose_name = "page about people"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        people = Person.objects.published().select_related("photo")
        return {**super().get_context(request, *args, **kwargs), "people": people}
