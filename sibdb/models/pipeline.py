"""Projects in preparation (INDIGO: pipeline), which are no contracts yet and are counted apart."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from sibdb.models.part import (
    Statused,
    WithRest,
    amount_field,
    currency_field,
    goals_are_goals,
    goals_field,
    money_is_sound,
    unit_kind_field,
)
from sibdb.querysets import StatusedQuerySet
from sibdb.slugs import Slugged

PIPELINE_ID = r"^INDIGO-PL-[0-9]{4}$"


def several(label: str, choices: type[models.TextChoices]) -> ArrayField:
    """Those of the choices that apply."""
    one = models.CharField(max_length=30, choices=choices)
    return ArrayField(one, verbose_name=label, default=list, blank=True)


class PipelineProject(Slugged, Statused, WithRest, ClusterableModel):
    """Where it stands, what instruments are thought of, who might pay. Answers "No" are kept for the way back only."""

    class State(models.TextChoices):
        CURRENT = "current", "Current"
        LAUNCHED = "launched", "Launched"
        ABANDONED = "abandoned", "Abandoned"

    class Stage(models.TextChoices):
        SCOPING = "scoping", "Scoping"
        EARLY = "early-stage", "Early stage"
        LATE = "late-stage", "Late stage"
        NEGOTIATIONS = "final-negotiations", "Final negotiations"

    class Instrument(models.TextChoices):
        IMPACT_BOND = "impact-bond", "Impact bond"
        OUTCOMES_FUND = "outcomes-fund", "Outcomes fund"
        SIINC = "siinc", "Social impact incentives (SIINC)"
        GUARANTEE = "guarantee", "Social impact guarantee"
        BY_RESULTS = "by-results", "Payment by results without pre-financing"
        ASSISTANCE = "assistance", "Technical assistance and market building"

    class Sector(models.TextChoices):
        EMPLOYMENT = "employment", "Employment and private sector development"
        EDUCATION = "education", "Education"
        PROTECTION = "protection", "Social protection"
        JUSTICE = "justice", "Criminal justice"
        HEALTH = "health", "Health"
        AGRICULTURE = "agriculture", "Agriculture"
        ENVIRONMENT = "environment", "Environment and climate change"
        WATER = "water", "Water, sanitation and hygiene"
        ENERGY = "energy", "Energy"
        HUMANITARIAN = "humanitarian", "Humanitarian"
        EARLY_YEARS = "early-years", "Early childhood education"

    class Income(models.TextChoices):
        LOW = "low", "Low income"
        LOWER_MIDDLE = "lower-middle", "Lower-middle income"
        UPPER_MIDDLE = "upper-middle", "Upper-middle income"
        HIGH = "high", "High income"

    class GovernmentRole(models.TextChoices):
        FUNDER = "funder", "Outcomes funder"
        PROVIDER = "provider", "Service provider"
        COMMITTEE = "committee", "Member of the project committee"
        NONE = "none", "No formal role"

    class Financing(models.TextChoices):
        DEBT = "debt", "Debt"
        EQUITY = "equity", "Equity"
        GUARANTEE = "guarantee", "Guarantee"
        GRANT = "grant", "Grant"

    class Selection(models.TextChoices):
        PROPOSALS = "proposals", "Request for proposals"
        DIRECT = "direct", "Direct contracting"
        PROVIDER_LED = "provider-led", "Provider-led development"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    indigo_id = models.CharField("INDIGO id", max_length=20, blank=True, help_text="Such as INDIGO-PL-0026.")
    name = models.CharField(max_length=300)
    alternative_names = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State, blank=True)
    abandoned_because = models.TextField(blank=True)
    stage = models.CharField("stage of development", max_length=20, choices=Stage, blank=True)
    stage_note = models.TextField(blank=True)
    instruments = several("instruments", Instrument)
    other_instrument = models.CharField(max_length=200, blank=True)
    instruments_note = models.TextField(blank=True)
    is_part_of_a_programme = models.BooleanField(null=True, blank=True)
    programme = models.TextField("larger programme", blank=True)
    expected_launch = models.CharField(max_length=40, blank=True, help_text="As recorded.")
    development_time = models.CharField(max_length=40, blank=True, help_text="As recorded.")
    expected_years = models.CharField("expected length in years", max_length=40, blank=True, help_text="As recorded.")
    design_began = models.CharField(max_length=40, blank=True, help_text="As recorded.")
    rationale = models.TextField("why payment for outcomes", blank=True)
    challenges = models.TextField("what stands in the way", blank=True)
    government_roles = several("role of the domestic government", GovernmentRole)
    selection = several("how providers are chosen", Selection)
    other_selection = models.TextField(blank=True)
    has_feasibility_study = models.BooleanField(null=True, blank=True)
    financing = several("financing instruments", Financing)
    other_financing = models.CharField(max_length=200, blank=True)
    has_assistance_grant = models.BooleanField(null=True, blank=True)
    assistance_grant = models.TextField("grant for technical assistance", blank=True)
    currency = currency_field()
    most_payable = amount_field("estimate of the most that can be paid for outcomes")
    money_note = models.TextField(blank=True)
    social_challenge = models.TextField(blank=True)
    intervention = models.TextField(blank=True)
    sectors = several("policy sectors", Sector)
    other_sector = models.CharField(max_length=100, blank=True)
    goals = goals_field("primary development goals")
    other_goals = goals_field("secondary development goals")
    target_population = models.TextField(blank=True)
    cohort_target = models.PositiveIntegerField("people planned", null=True, blank=True)
    unit_kind = unit_kind_field("what is counted")
    unit_description = models.CharField(max_length=300, blank=True)
    incomes = several("income of the countries", Income)
    people_note = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    places = models.TextField("where", blank=True, help_text="As recorded.")
    countries = ParentalManyToManyField("taxonomy.Country", blank=True, related_name="+")
    launched_as = models.ForeignKey(
        "sibdb.Project", null=True, blank=True, on_delete=models.SET_NULL, related_name="prepared_as"
    )
    indigo_written = models.JSONField(default=dict, blank=True, editable=False)

    objects = StatusedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "project in preparation"
        verbose_name_plural = "projects in preparation"
        constraints = [
            *Statused.Meta.constraints,
            models.CheckConstraint(
                name="pipeline_indigo_id_looks_like_one",
                condition=Q(indigo_id="") | Q(indigo_id__regex=PIPELINE_ID),
                violation_error_message="An id of INDIGO is written INDIGO-PL-0026.",
            ),
            models.UniqueConstraint(
                name="pipeline_indigo_id_stands_once",
                fields=["indigo_id"],
                condition=~Q(indigo_id=""),
                violation_error_message="Another project in preparation has this INDIGO id.",
            ),
            *money_is_sound("most_payable"),
            goals_are_goals("goals", "other_goals"),
        ]

    def __str__(self) -> str:
        return self.name
