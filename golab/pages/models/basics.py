"""The basics: short explainers, and the questions people ask most."""

from collections.abc import Mapping

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from golab.pages.blocks import BodyBlock, QuestionBlock, SourceBlock
from golab.pages.blocks.deciding import ChoiceBlock, DecisionBlock, Question, ResultBlock, RouteBlock
from golab.pages.deciding import AnswersForm, Decision, decide
from golab.pages.models.base import BasePage
from golab.pages.models.glossary import Entry, glossary
from golab.pages.tree import Node, site_tree
from golab.taxonomy.mixins import ClassifiedPage


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
        [("choice", ChoiceBlock()), ("decision", DecisionBlock())],
        blank=True,
        max_num=16,
        help_text="For a decision aid. Twelve to sixteen questions.",
    )
    results = StreamField(
        [("result", ResultBlock())],
        blank=True,
        help_text="What the answers come to. The first result whose rule holds is shown, so begin with the gravest.",
    )
    routes = StreamField(
        [("route", RouteBlock())], blank=True, help_text="Other ways to commission, for when the result is no."
    )
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
        FieldPanel("routes"),
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
    def asked(self) -> tuple[Question, ...]:
        """The questions of the decision aid."""
        return tuple(block.value.as_question(block.id[:8]) for block in self.choices)

    @cached_property
    def asked_with_terms(self) -> list[tuple[Question, list[Entry]]]:
        """The questions, each with its glossary terms."""
        known = glossary.get().by_slug
        return [(question, [known[slug] for slug in question.terms if slug in known]) for question in self.asked]

    def decide(self, data: Mapping) -> Decision:
        """What the answers in a query or form come to; what cannot be understood counts as not answered."""
        results, routes = ([block.value for block in stream] for stream in (self.results, self.routes))
        return decide(self.asked, AnswersForm(self.asked, data).chosen, results, routes)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        context = super().get_context(request, *args, **kwargs)
        if not self.choices:
            return context
        return {**context, "decision": self.decide(request.GET), "page_is_noindex": bool(request.GET)}

    def get_template(self, request: HttpRequest, *args, **kwargs) -> str:
        """The result has a template of its own; without an answer there is none to show."""
        asks_result = bool(self.choices) and "show" in request.GET
        return "pages/decision.html" if asks_result and self.decide(request.GET).chosen else self.template

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
