"""A stage of the journey."""

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from golab.pages.blocks import LinesBlock
from golab.pages.models import BasePage
from journey.map import MapStage, journey_map
from journey.models.guide import guides_for_stage


def _lines(help_text: str) -> StreamField:
    return StreamField([("lines", LinesBlock())], blank=True, max_num=1, help_text=help_text)


class StagePage(BasePage):
    """A stage: what it is for, whom to involve, its steps, what you leave with.

    Its key is the slug at first publishing and never changes; its number follows from its place in the tree.
    """

    key = models.SlugField(max_length=80, blank=True, editable=False)
    if_you = models.CharField(max_length=90, help_text="Stands on the map: 'You have a problem and a hunch.'")
    aim = models.TextField(max_length=250, help_text="One sentence, up to 30 words.")
    typical_time = models.CharField(max_length=150, blank=True, help_text="A judgement, and said to be one.")
    introduction = models.TextField(max_length=700, help_text="Up to 80 words.")
    right_place_if = _lines("You are in the right place if … Three lines.")
    who_to_involve = _lines("Up to six lines.")
    leave_with = _lines("What you have in hand at the end. Up to six lines.")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("if_you"),
        FieldPanel("aim"),
        FieldPanel("typical_time"),
        FieldPanel("introduction"),
        FieldPanel("right_place_if"),
        FieldPanel("who_to_involve"),
        FieldPanel("leave_with"),
    ]
    template = "journey/stage.html"
    parent_page_types = ["journey.JourneyIndexPage"]
    subpage_types = ["journey.StepPage"]
    section = "journey"
    exclude_fields_in_copy = ["key"]

    class Meta:
        verbose_name = "stage"

    @cached_property
    def place(self) -> MapStage | None:
        """This stage on the map; None for a draft that was never published."""
        return journey_map.get().stage_of(self.pk)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        key = self.place.key if self.place else ""
        return {**super().get_context(request, *args, **kwargs), "guides": guides_for_stage(key)}
