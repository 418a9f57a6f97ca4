"""Where surgeries are explained."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from golab.pages.blocks import QuestionBlock
from golab.pages.models import BasePage
from golab.pages.models.home import TreePageChooserBlock
from golab.pages.tree import site_tree
from surgeries.models.advisers import AdviserProfile
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules

SHOWN_TIMES = 3


class PointBlock(blocks.CharBlock):
    """One line of a list. Rules are filled in: {{ horizon_weeks }}."""

    class Meta:
        icon = "list-ul"


class RuleBlock(blocks.StructBlock):
    """A rule in plain words."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.TextBlock(max_length=500, help_text="Figures of the rules can be named: {{ max_moves }}.")

    class Meta:
        icon = "tasks"


class SurgeryIndexPage(BasePage):
    """What a surgery is, who it is for, the next free times, and the way to book."""

    standfirst = models.TextField(max_length=300, help_text="Opens the page. Up to 40 words.")
    what_it_is = StreamField([("point", PointBlock(max_length=250))], blank=True)
    what_it_is_not = StreamField([("point", PointBlock(max_length=250))], blank=True)
    who_for = models.TextField(max_length=1000, blank=True, help_text="Who may book. A blank line begins a paragraph.")
    questions = StreamField([("question", QuestionBlock())], blank=True)
    rules = StreamField([("rule", RuleBlock())], blank=True)
    reading = StreamField(
        [("page", TreePageChooserBlock())], blank=True, max_num=4, help_text="Where an answer may stand already."
    )
    empty_text = models.TextField(
        max_length=250,
        default="There are no free surgery times in the next eight weeks. Tell us when would suit you.",
        help_text="Shown while no time is free.",
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [FieldPanel("what_it_is"), FieldPanel("what_it_is_not"), FieldPanel("who_for")], heading="What to expect"
        ),
        FieldPanel("questions"),
        FieldPanel("rules"),
        FieldPanel("reading"),
        FieldPanel("empty_text"),
    ]
    template = "surgeries/index.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types = []
    max_count = 1
    section = "surgeries"

    class Meta:
        verbose_name = "page of advice surgeries"

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        advisers = list(AdviserProfile.objects.bookable().with_topics())
        by_pk = site_tree.get().by_pk
        context = {
            "slots": free_times.next_free(SHOWN_TIMES, now=timezone.now()),
            "advisers": advisers,
            "has_examples": any(adviser.is_example for adviser in advisers),
            "rules": booking_rules.get(),
            "reading": [by_pk[block.value.pk] for block in self.reading if block.value and block.value.pk in by_pk],
        }
        return {**super().get_context(request, *args, **kwargs), **context}
