"""What a surgery can be about, and where people are in the journey: staff edit both."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Choice(models.Model):
    """An answer that is offered. It is retired, not deleted, once a booking has it."""

    key = models.SlugField(max_length=40, unique=True, help_text="Stands in addresses and files; leave it as it is.")
    label = models.CharField(max_length=120)
    sort_order = models.PositiveIntegerField(default=0, help_text="Lower comes first.")
    is_active = models.BooleanField("offered", default=True)

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.label


class SurgeryTopic(Choice):
    """What people want to talk about."""

    hint = models.CharField(max_length=250, blank=True, help_text="One line under it.")
    stages = models.ManyToManyField(
        "taxonomy.Stage", blank=True, related_name="+", help_text="Where in the journey it comes up."
    )
    reading = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        help_text="Pages here that may answer it, with commas: /guides/assess-feasibility/, /support/",
    )

    class Meta(Choice.Meta):
        verbose_name = "surgery topic"


class StageOption(Choice):
    """Where people say that they are."""

    explanation = models.CharField(max_length=250, blank=True)
    journey_stages = models.ManyToManyField("taxonomy.Stage", blank=True, related_name="+")
    prepare = models.TextField(
        "what to have ready", blank=True, help_text="One thing a line. The confirmation lists them."
    )

    class Meta(Choice.Meta):
        verbose_name = "surgery stage"

    @property
    def prepare_items(self) -> list[str]:
        return [line.strip() for line in self.prepare.splitlines() if line.strip()]


class OrganisationType(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    NHS = "nhs", "NHS or integrated care board"
    CENTRAL = "central", "Central government"
    DEVOLVED = "devolved", "Devolved government or combined authority"
    PROVIDER = "provider", "Provider, charity or social enterprise"
    INVESTOR = "investor", "Investor or intermediary"
    UNIVERSITY = "university", "University"
    ABROAD = "abroad", "Outside the UK"
    OTHER = "other", "Other"
