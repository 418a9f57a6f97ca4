"""What INDIGO records of a project beyond what the hub says in its own words. The import owns these fields."""

from django.db import models
from django.db.models import Q

from sibdb.dates import IMPRECISE
from sibdb.models.part import GOALS, WithRest, date_field, ends_after_start, goals_field, unit_kind_field

DATES = (
    *("contract_signed", "all_contracts_signed", "service_start", "service_end", "service_end_planned"),
    *("service_end_actual", "completion_planned", "completion_actual"),
)


def _is_imprecise_date(name: str) -> Q:
    return Q(**{name: ""}) | Q(**{f"{name}__regex": IMPRECISE})


class Recorded(WithRest):
    """Columns of INDIGO's table of projects, under their own names. Notes say what the recorder said of a group."""

    class CovidChange(models.TextChoices):
        UNCHANGED = "unchanged", "Contract went on without variations"
        VARIED = "varied", "Contract went on with variations"
        PAUSED = "paused", "Project was paused"
        GRANT = "grant", "Switched to grant payments"

    class Structure(models.TextChoices):
        DIRECT = "direct", "Direct"
        INTERMEDIATED = "intermediated", "Intermediated"
        MANAGED = "managed", "Managed"

    is_prototype = models.BooleanField("social investment prototype", null=True, blank=True)
    stage_note = models.TextField(blank=True)
    all_contracts_signed = date_field("contracts between all parties signed")
    service_end_planned = date_field("planned end of the service")
    service_end_actual = date_field("end of the service")
    completion_planned = date_field("planned completion")
    completion_actual = date_field("completion", help_text="When the last outcome payment was made.")
    dates_note = models.TextField(blank=True)
    jurisdiction = models.ForeignKey(
        "taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="From where it is governed.",
    )  # fmt: skip
    structure = models.CharField("how the contracts are arranged", max_length=14, choices=Structure, blank=True)
    configuration = models.CharField("contracting parties as recorded", max_length=300, blank=True)
    most_loss = models.CharField("most that can be lost", max_length=200, blank=True, help_text="As recorded.")
    return_kind = models.CharField("kind of return", max_length=100, blank=True)
    most_return = models.CharField("most that can be earned", max_length=300, blank=True, help_text="As recorded.")
    repayment = models.CharField("what investors got back", max_length=200, blank=True)
    finance_note = models.TextField(blank=True)
    irr_target = models.CharField("target rate of return", max_length=20, blank=True, help_text="As recorded.")
    irr_latest = models.CharField("latest rate of return", max_length=20, blank=True, help_text="As recorded.")
    irr_on = date_field("rate of return as of")
    investment_note = models.TextField(blank=True)
    challenge_recorded = models.TextField("the issue, as recorded", blank=True)
    intervention_recorded = models.TextField("the service, as recorded", blank=True)
    population_recorded = models.TextField("who it is for, as recorded", blank=True)
    goals = goals_field("primary development goals")
    other_goals = goals_field("secondary development goals")
    goal_targets = models.CharField("targets of the goals", max_length=150, blank=True)
    other_goal_targets = models.CharField("targets of the secondary goals", max_length=150, blank=True)
    purpose_note = models.TextField(blank=True)
    unit_kind = unit_kind_field("what the plan counts")
    unit_description = models.CharField("what the plan counts, in words", max_length=300, blank=True)
    actual_unit_kind = unit_kind_field("what was counted")
    actual_unit_description = models.CharField("what was counted, in words", max_length=300, blank=True)
    people_note = models.TextField(blank=True)
    covid_change = models.CharField("change due to COVID-19", max_length=10, choices=CovidChange, blank=True)
    record_note = models.TextField("notes as recorded", blank=True)
    indigo_written = models.JSONField(
        default=dict, blank=True, editable=False,
        help_text="What an import last wrote, as digests by field: a field that differs was edited since.",
    )  # fmt: skip

    class Meta:
        abstract = True


def recorded_constraints() -> list[models.CheckConstraint]:
    """The dates are dates and in order, the goals are goals."""
    dates = Q()
    for name in DATES:
        dates &= _is_imprecise_date(name)
    return [
        models.CheckConstraint(
            name="project_dates_are_years_months_or_days",
            condition=dates & _is_imprecise_date("irr_on"),
            violation_error_message="Write a year, a month or a day: 2018, 2018-06 or 2018-06-30.",
        ),
        models.CheckConstraint(
            name="project_ends_after_it_starts",
            condition=Q(dates_in_doubt=True)
            | ends_after_start("service_start", "service_end")
            & ends_after_start("service_start", "service_end_planned")
            & ends_after_start("service_start", "service_end_actual"),
            violation_error_message="The service ends before it starts. If the source says so, tick that the dates "
            "do not fit together.",
        ),
        models.CheckConstraint(
            name="project_goals_are_1_to_17",
            condition=Q(goals__contained_by=GOALS, other_goals__contained_by=GOALS),
            violation_error_message="Goals run from 1 to 17.",
        ),
    ]
