"""Worksheets that editors define, and what a signed-in reader filled in."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin

from golab.pages.blocks import SourceBlock
from journey.sheets.blocks import FieldsBlock


class Worksheet(LockableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """A structured form on a step. Its answers are the reader's; together they make a draft business case."""

    key = models.SlugField(
        "short name", max_length=80, unique=True, help_text="Stands in the address. Leave it as it is once published."
    )
    title = models.CharField(max_length=120)
    introduction = models.TextField(max_length=500, help_text="What it is for and how long it takes. Up to 60 words.")
    step = models.ForeignKey("taxonomy.Step", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sort_order = models.PositiveSmallIntegerField("place in the business case", default=0)
    fields = StreamField(FieldsBlock(), help_text="Up to twenty fields.", max_num=20)
    sources = StreamField([("source", SourceBlock())], blank=True, help_text="Named at the end of the business case.")

    panels = [
        FieldPanel("title"),
        FieldPanel("key"),
        FieldPanel("introduction"),
        FieldPanel("step"),
        FieldPanel("sort_order"),
        FieldPanel("fields"),
        FieldPanel("sources"),
    ]

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("journey:worksheet", args=[self.key])


class KeptSheet(models.Model):
    """A worksheet that a signed-in reader filled in, or a result that they kept. Each save adds one to `version`."""

    class Kind(models.TextChoices):
        WORKSHEET = "worksheet", "Worksheet"
        DECISION = "decision", "Result of the decision aid"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    key = models.CharField(max_length=80)
    values = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="sheet_kept_once"),
            models.CheckConstraint(name="sheet_kind_is_known", condition=models.Q(kind__in=["worksheet", "decision"])),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.key}"
