"""How features point down at terms: a mixin for records, one for records with drafts, one for pages."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class Classified(models.Model):
    """A record (a plain model) with terms."""

    policy_areas = models.ManyToManyField("taxonomy.PolicyArea", blank=True, related_name="+")
    topics = models.ManyToManyField("taxonomy.Topic", blank=True, related_name="+")
    stages = models.ManyToManyField("taxonomy.Stage", blank=True, related_name="+")
    steps = models.ManyToManyField("taxonomy.Step", blank=True, related_name="+")
    countries = models.ManyToManyField("taxonomy.Country", blank=True, related_name="+")

    class Meta:
        abstract = True


class ClassifiedDraft(models.Model):
    """A record with drafts and terms. Draft terms stay with the draft, hence the parental fields."""

    policy_areas = ParentalManyToManyField("taxonomy.PolicyArea", blank=True, related_name="+")
    topics = ParentalManyToManyField("taxonomy.Topic", blank=True, related_name="+")
    stages = ParentalManyToManyField("taxonomy.Stage", blank=True, related_name="+")
    steps = ParentalManyToManyField("taxonomy.Step", blank=True, related_name="+")
    countries = ParentalManyToManyField("taxonomy.Country", blank=True, related_name="+")

    class Meta:
        abstract = True


class ClassifiedPage(models.Model):
    """A page with terms. Draft terms stay with the draft, hence the parental fields."""

    policy_areas = ParentalManyToManyField("taxonomy.PolicyArea", blank=True, related_name="+")
    topics = ParentalManyToManyField("taxonomy.Topic", blank=True, related_name="+")
    stages = ParentalManyToManyField("taxonomy.Stage", blank=True, related_name="+")
    steps = ParentalManyToManyField("taxonomy.Step", blank=True, related_name="+")

    classification_panels = [
        MultiFieldPanel(
            [FieldPanel("policy_areas"), FieldPanel("topics"), FieldPanel("stages"), FieldPanel("steps")],
            heading="Classification",
            help_text="What the page is about. Search, lists and 'more like this' use it.",
            classname="collapsed",
        )
    ]

    class Meta:
        abstract = True
