"""The map of the journey, and where people turn back."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField
from wagtail.models import Orderable

from golab.pages.blocks import BodyBlock
from golab.pages.models import BasePage
from journey.stuck import answers_to


class JourneyIndexPage(RoutablePageMixin, BasePage):
    """The whole journey on one page: as a map, as a plain list, and as a sheet to print."""

    standfirst = models.TextField(max_length=300, help_text="Stands above the map. Up to 40 words.")
    body = StreamField(BodyBlock(), blank=True, help_text="How to read the map. Stands below it.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("body"),
        InlinePanel(
            "turn_backs",
            heading="Where people turn back",
            label="Turn-back",
            help_text="Up to six on the map; the others stand on the pages of their steps.",
        ),
    ]
    template = "journey/index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["journey.StagePage"]
    max_count = 1
    section = "journey"

    class Meta:
        verbose_name = "journey"

    @path("")
    def map_page(self, request: HttpRequest) -> HttpResponse:
        return self.render(request)

    @path("list/")
    def plain_list(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, template="journey/list.html")

    @path("print/")
    def one_sheet(self, request: HttpRequest) -> HttpResponse:
        return self.render(request, template="journey/print.html")

    @path("stuck/")
    def stuck(self, request: HttpRequest) -> HttpResponse:
        answers = answers_to(request.GET, day=timezone.localdate())
        context = {"answers": answers, "page_is_noindex": bool(answers.text)}
        return self.render(request, context_overrides=context, template="journey/stuck.html")


class TurnBack(Orderable):
    """A step from which people often return to an earlier one, and why."""

    page = ParentalKey(JourneyIndexPage, on_delete=models.CASCADE, related_name="turn_backs")
    from_step = models.ForeignKey("taxonomy.Step", on_delete=models.PROTECT, related_name="+")
    to_step = models.ForeignKey("taxonomy.Step", on_delete=models.PROTECT, related_name="+")
    label = models.CharField(max_length=60, help_text="Up to six words, beginning with a verb.")
    explanation = models.TextField(
        max_length=500, help_text="What has usually happened, and what to do. Up to 60 words."
    )
    is_on_map = models.BooleanField("show on the map", default=True, help_text="More than six are noise.")

    panels = [
        FieldPanel("from_step"),
        FieldPanel("to_step"),
        FieldPanel("label"),
        FieldPanel("explanation"),
        FieldPanel("is_on_map"),
    ]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                name="turn_back_leads_elsewhere",
                condition=~models.Q(from_step=models.F("to_step")),
                violation_error_message="A turn-back leads to another step than the one it starts from.",
            ),
            models.UniqueConstraint(
                fields=["page", "from_step", "to_step"],
                name="one_turn_back_between_two_steps",
                violation_error_message="There is a turn-back between these two steps already.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
