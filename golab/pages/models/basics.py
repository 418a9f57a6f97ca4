"""The basics: short explainers, and the questions people ask most."""

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from golab.pages.blocks import BodyBlock, QuestionBlock, SourceBlock
from golab.pages.models.base import BasePage
from golab.pages.models.glossary import Entry, glossary
from golab.pages.tree import Node, site_tree
from golab.taxonomy.mixins import ClassifiedPage


class ChoiceBlock(blocks.StructBlock):
    """A question of the decision guide, with its three answers."""

    question = blocks.CharBlock(max_length=200)
    why = blocks.CharBlock(max_length=250, help_text="Why it matters, in one sentence.")
    go = blocks.CharBlock(max_length=250, label="Go on")
    careful = blocks.CharBlock(max_length=250, label="Go carefully")
    stop = blocks.CharBlock(max_length=250, label="Stop")
    terms = blocks.ListBlock(
        blocks.CharBlock(max_length=120),
        required=False,
        label="Glossary terms",
        help_text="Their slugs, such as deadweight.",
    )

    class Meta:
        icon = "help"


class ResultBlock(blocks.StructBlock):
    """What a set of answers means."""

    heading = blocks.CharBlock(max_length=120)
    when = blocks.CharBlock(max_length=200)
    text = blocks.TextBlock(max_length=600)

    class Meta:
        icon = "tick"


class BasicsIndexPage(BasePage):
    """Where the explainers are listed."""

    standfirst = models.TextField(max_length=400, blank=True, help_text="Opens the page. Up to 50 words.")

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    template = "pages/basics_index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.BasicsPage"]
    max_count = 1
    section = "basics"

    class Meta:
        verbose_name = "list of basics"

    @property
    def entries(self) -> list[Node]:
        return site_tree.get().children(self.path)


class BasicsPage(ClassifiedPage, BasePage):
    """An explainer of five minutes."""

    standfirst = models.TextField(max_length=400, help_text="Opens the page. Up to 40 words.")
    body = StreamField(BodyBlock())
    choices_intro = models.TextField(
        max_length=400, blank=True, help_text="Opens the questions to answer. Up to 40 words."
    )
    choices = StreamField(
        [("choice", ChoiceBlock())], blank=True, help_text="For a decision guide. Eight at most.", max_num=8
    )
    results = StreamField([("result", ResultBlock())], blank=True, help_text="What the answers come to.")
    questions = StreamField(
        [("question", QuestionBlock())], blank=True, help_text="They also stand on the page of all questions."
    )
    sources = StreamField([("source", SourceBlock())], blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
        FieldPanel("choices_intro"),
        FieldPanel("choices"),
        FieldPanel("results"),
        FieldPanel("questions"),
        FieldPanel("sources"),
        *ClassifiedPage.classification_panels,
    ]
    template = "pages/basics.html"
    parent_page_types = ["pages.BasicsIndexPage"]
    subpage_types = []
    section = "basics"

    class Meta:
        verbose_name = "explainer"

    @property
    def headings(self) -> list:
        return [block.value for block in self.body if block.block_type == "heading"]

    @cached_property
    def choice_list(self) -> list[tuple[blocks.StructValue, list[Entry]]]:
        """The questions, each with its glossary terms."""
        by_slug = glossary.get().by_slug
        return [
            (block.value, [by_slug[slug] for slug in block.value["terms"] if slug in by_slug]) for block in self.choices
        ]

    @property
    def others(self) -> list[Node]:
        tree = site_tree.get()
        return [node for node in tree.children(self.path[: -self.steplen]) if node.pk != self.pk]


class FaqPage(BasePage):
    """Every question of the explainers on one page."""

    standfirst = models.TextField(max_length=400, blank=True, help_text="Opens the page. Up to 40 words.")

    content_panels = [*BasePage.content_panels, FieldPanel("standfirst")]
    template = "pages/faq.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = []
    max_count = 1
    section = "basics"

    class Meta:
        verbose_name = "page of frequent questions"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        explainers = BasicsPage.objects.live().order_by("path")
        groups = [page for page in explainers if page.questions]
        return {**super().get_context(request, *args, **kwargs), "groups": groups}
