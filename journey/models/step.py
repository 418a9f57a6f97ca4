"""A step of the journey."""

from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField

from golab.pages.blocks import LinesBlock
from golab.pages.models import BasePage
from golab.pages.richtext import FEATURES
from journey.blocks import ActivityBlock, ConsiderationBlock, ProjectBlock, ResourceBlock, RiskTableBlock
from journey.map import MapStep, journey_map


class StepPage(BasePage):
    """A step: its aim, what to do, what to weigh up, who has done it, what helps.

    Its key is the slug at first publishing and never changes; its number follows from its place in the tree.
    """

    key = models.SlugField(max_length=80, blank=True, editable=False)
    aim = models.TextField(max_length=250, help_text="One sentence, up to 30 words.")
    typical_time = models.CharField(max_length=150, blank=True, help_text="A judgement, and said to be one.")
    who = StreamField([("lines", LinesBlock())], blank=True, max_num=1, help_text="Who does it. Up to six lines.")
    activities = StreamField([("activity", ActivityBlock())], max_num=8, help_text="What to do, in any order.")
    considerations = StreamField([("consideration", ConsiderationBlock())], blank=True, max_num=6)
    risk_note = models.TextField(
        max_length=400, blank=True, help_text="Which risk stays, whoever holds it. Up to 50 words."
    )
    risk_table = StreamField([("table", RiskTableBlock())], blank=True, max_num=1, help_text="Who holds which risk.")
    pitfalls = StreamField([("lines", LinesBlock())], blank=True, max_num=1, help_text="Common mistakes, a line each.")
    making_it_real = RichTextField(
        features=FEATURES, blank=True, help_text="How to make this step real for one's own place. Up to 120 words."
    )
    outcomes_for_whom = RichTextField(features=FEATURES, blank=True, help_text="Up to 60 words.")
    projects = StreamField([("project", ProjectBlock())], blank=True, max_num=8, help_text="Who has done this.")
    resources = StreamField([("resource", ResourceBlock())], blank=True, max_num=12)
    questions = StreamField(
        [("lines", LinesBlock())], blank=True, max_num=1, help_text="Good questions to bring to an adviser."
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("aim"),
        FieldPanel("typical_time"),
        FieldPanel("who"),
        FieldPanel("activities"),
        FieldPanel("considerations"),
        MultiFieldPanel([FieldPanel("risk_note"), FieldPanel("risk_table")], heading="Risk"),
        FieldPanel("pitfalls"),
        FieldPanel("making_it_real"),
        FieldPanel("outcomes_for_whom"),
        FieldPanel("projects"),
        FieldPanel("resources"),
        FieldPanel("questions"),
    ]
    template = "journey/step.html"
    parent_page_types = ["journey.StagePage"]
    subpage_types = []
    section = "journey"
    exclude_fields_in_copy = ["key"]

    class Meta:
        verbose_name = "step"

    @cached_property
    def place(self) -> MapStep | None:
        """This step on the map; None for a draft that was never published."""
        return journey_map.get().step_of(self.pk)
