"""What is measured, what is paid for it, and what came of it. Rows name their outcome by its `ref` in the project."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from golab.search.writing import CONFIGURATION
from sibdb.evidence import evidence_field
from sibdb.models.part import (
    STATUS_PANELS,
    Component,
    amount_field,
    currency_field,
    date_field,
    dates_are_dates,
    goals_are_goals,
    goals_field,
    money_is_sound,
    unit_kind_field,
)


def metric_ref_field() -> models.CharField:
    return models.CharField("INDIGO's id of the outcome", max_length=60, blank=True)


class ProjectOutcome(Component):
    """An outcome that is measured (INDIGO: outcome metric). Its prices and results name it by `ref`."""

    class DefinedBy(models.TextChoices):
        USERS = "users", "Service users"
        SYSTEM = "system", "The system"
        BOTH = "both", "Service users and the system"

    class Counterfactual(models.TextChoices):
        NONE = "none", "None"
        BASELINE = "baseline", "Historic baseline"
        MATCHED = "matched", "Matched comparison"
        RCT = "rct", "Randomised controlled trial"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="outcomes")
    name = models.CharField(max_length=300, help_text="What is counted, in a few words.")
    definition = models.TextField(max_length=1500, blank=True)
    defined_by = models.CharField("who defined it", max_length=8, choices=DefinedBy, blank=True)
    counterfactual = models.CharField("compared with", max_length=10, choices=Counterfactual, blank=True)
    target_population = models.TextField(max_length=1000, blank=True)
    target_number = models.DecimalField("how many, planned", max_digits=14, decimal_places=2, null=True, blank=True)
    unit_kind = unit_kind_field("what is counted")
    unit_description = models.CharField(max_length=300, blank=True)
    target = models.TextField("when it counts as achieved", max_length=1500, blank=True)
    other_target = models.TextField("otherwise", max_length=500, blank=True)
    validation_method = models.CharField("how it is verified", max_length=200, blank=True)
    data_source = models.CharField("data it is verified with", max_length=300, blank=True)
    policy_area = models.ForeignKey(
        "taxonomy.PolicyArea", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    goals = goals_field("primary development goals")
    other_goals = goals_field("secondary development goals")
    goal_targets = models.CharField("targets of the goals", max_length=100, blank=True)
    other_goal_targets = models.CharField("targets of the secondary goals", max_length=100, blank=True)
    evidence = evidence_field("validation_method", "data_source", "definition", "target")
    vector = models.GeneratedField(
        expression=SearchVector("name", weight="A", config=CONFIGURATION)
        + SearchVector("definition", "target", "target_population", weight="C", config=CONFIGURATION),
        output_field=SearchVectorField(),
        db_persist=True,
        serialize=False,  # a part that is not saved yet has none, and a revision would leave out all parts
    )

    panels = [
        FieldPanel("name"), FieldPanel("definition"), FieldRowPanel([FieldPanel("ref"), FieldPanel("defined_by")]),
        FieldPanel("target"), FieldRowPanel([FieldPanel("validation_method"), FieldPanel("counterfactual")]),
        STATUS_PANELS,
    ]  # fmt: skip

    class Meta(Component.Meta):
        indexes = [GinIndex(fields=["vector"], name="project_outcome_vector")]
        constraints = [
            *Component.Meta.constraints,
            models.CheckConstraint(
                name="project_outcome_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message="Say what is counted.",
            ),
            models.CheckConstraint(
                name="project_outcome_target_is_not_below_0",
                condition=Q(target_number__isnull=True) | Q(target_number__gte=0),
                violation_error_message="A number of people is not below 0.",
            ),
            goals_are_goals("goals", "other_goals"),
        ]

    def __str__(self) -> str:
        return self.name


class OutcomePrice(Component):
    """What is paid for one unit of an outcome in this project."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="prices")
    metric_ref = metric_ref_field()
    currency = currency_field()
    price = amount_field("price of one unit")
    unit = models.CharField(max_length=60, blank=True, help_text="What the price is for, such as a person or a day.")
    person_cap = amount_field("most for one person")
    maximum = amount_field("most if all targets are met")
    increases = models.TextField("agreed increases", max_length=500, blank=True)
    description = models.TextField(max_length=1000, blank=True)
    card_line = models.ForeignKey(
        "sibdb.RateCardLine", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name="line of a rate card",
    )  # fmt: skip

    panels = [
        FieldRowPanel([FieldPanel("metric_ref"), FieldPanel("currency"), FieldPanel("price"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("person_cap"), FieldPanel("maximum")]),
        FieldPanel("description"),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [*Component.Meta.constraints, *money_is_sound("price", "person_cap", "maximum")]

    def __str__(self) -> str:
        return f"{self.metric_ref}: {self.price} {self.currency}"


class Result(Component):
    """What was achieved of an outcome, or of the project, by a time."""

    class Level(models.TextChoices):
        OUTCOME = "outcome", "Outcome level"
        PROJECT = "project", "Project level"

    class Kind(models.TextChoices):
        INTERIM = "interim", "Interim"
        FINAL = "final", "Final"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="results")
    metric_ref = metric_ref_field()
    level = models.CharField(max_length=8, choices=Level, blank=True)
    kind = models.CharField("interim or final", max_length=8, choices=Kind, blank=True)
    start = date_field("from")
    end = date_field("to")
    achieved = models.DecimalField("achieved", max_digits=16, decimal_places=4, null=True, blank=True)
    achieved_text = models.TextField("achieved, in words", max_length=1500, blank=True)
    engaged = models.DecimalField("people engaged", max_digits=14, decimal_places=2, null=True, blank=True)
    positive = models.DecimalField("people with a good outcome", max_digits=14, decimal_places=4, null=True, blank=True)
    description = models.TextField(max_length=1500, blank=True)
    validator = models.ForeignKey(
        "sibdb.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="validated_results"
    )
    evaluation_refs = models.CharField("ids of the sources that evaluate", max_length=200, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("metric_ref"), FieldPanel("level"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("achieved"), FieldPanel("engaged")]),
        FieldPanel("achieved_text"), FieldPanel("description"), FieldPanel("validator"), STATUS_PANELS,
    ]  # fmt: skip

    class Meta(Component.Meta):
        constraints = [*Component.Meta.constraints, dates_are_dates("start", "end")]

    def __str__(self) -> str:
        return f"{self.metric_ref or 'The project'}: {self.achieved_text or self.achieved}"
