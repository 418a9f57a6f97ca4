"""Outcomes funds: money set aside to pay for outcomes of several projects."""

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from sibdb.dates import in_words
from sibdb.models.part import (
    Statused,
    WithRest,
    amount_field,
    currency_field,
    date_field,
    dates_are_dates,
    goals_are_goals,
    goals_field,
    money_is_sound,
    unit_kind_field,
)
from sibdb.money import money
from sibdb.projects.describing import Noticed
from sibdb.querysets import StatusedQuerySet
from sibdb.slugs import Slugged

FUND_ID = r"^INDIGO-FUND-[0-9]{4}$"


def count_field(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class OutcomesFund(Noticed, Slugged, Statused, WithRest, ClusterableModel):
    """What it aspires to and what it came to, each beside the other. `name` is ours, `recorded_name` INDIGO's."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    indigo_id = models.CharField("INDIGO id", max_length=20, blank=True, help_text="Such as INDIGO-FUND-0012.")
    name = models.CharField(max_length=200, unique=True)
    recorded_name = models.CharField("name as recorded", max_length=200, blank=True)
    stage = models.CharField("stage of development", max_length=40, blank=True)
    host = models.ForeignKey(
        "sibdb.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="hosted_funds"
    )
    country = models.ForeignKey("taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mechanism = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    target_population = models.TextField(blank=True)
    cohort_target = count_field("people planned")
    unit_kind = unit_kind_field("what is counted")
    unit_description = models.CharField(max_length=300, blank=True)
    people_note = models.TextField(blank=True)

    interest_called = date_field("call for expressions of interest")
    launched = date_field("launched")
    end_planned = date_field("planned end")
    end_actual = date_field("end")
    dates_note = models.TextField(blank=True)

    goals = goals_field("primary development goals")
    other_goals = goals_field("secondary development goals")
    goal_targets = models.CharField("targets of the goals", max_length=100, blank=True)
    other_goal_targets = models.CharField("targets of the secondary goals", max_length=100, blank=True)
    purpose_note = models.TextField(blank=True)

    currency = currency_field()
    value_aspired = amount_field("value aspired to")
    value_actual = amount_field("actual value")
    value_note = models.TextField(blank=True)
    investment_currency = currency_field("currency of the investment")
    investment_aspired = amount_field("repayable investment aspired to")
    investment_actual = amount_field("actual repayable investment")
    investment_note = models.TextField(blank=True)
    contracts_aspired = count_field("contracts aspired to")
    contracts_actual = count_field("contracts")
    contracts_note = models.TextField(blank=True)
    funders_aspired = count_field("funders aspired to")
    funders_actual = count_field("funders")
    funders_note = models.TextField(blank=True)
    investors_aspired = count_field("independent investors aspired to")
    investors_actual = count_field("independent investors")
    investors_note = models.TextField(blank=True)
    identifier_scheme = models.CharField(max_length=60, blank=True)
    identifier = models.CharField(max_length=60, blank=True)
    indigo_written = models.JSONField(default=dict, blank=True, editable=False)

    objects = StatusedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            *Statused.Meta.constraints,
            models.CheckConstraint(
                name="fund_indigo_id_looks_like_one",
                condition=Q(indigo_id="") | Q(indigo_id__regex=FUND_ID),
                violation_error_message="An id of INDIGO is written INDIGO-FUND-0012.",
            ),
            models.UniqueConstraint(
                name="fund_indigo_id_stands_once",
                fields=["indigo_id"],
                condition=~Q(indigo_id=""),
                violation_error_message="Another fund has this INDIGO id.",
            ),
            dates_are_dates("interest_called", "launched", "end_planned", "end_actual"),
            *money_is_sound("value_aspired", "value_actual"),
            *money_is_sound(
                "investment_aspired", "investment_actual", currency="investment_currency", name="investment"
            ),
            goals_are_goals("goals", "other_goals"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url_on_site(self) -> str:
        return reverse("funds:fund", args=[self.slug])

    @property
    def aims(self) -> list[tuple[str, str, str]]:
        """What it aspired to and what it came to, in words, where either is known."""
        rows = (
            ("Value", _money(self.value_aspired, self.currency), _money(self.value_actual, self.currency)),
            (
                "Repayable investment",
                _money(self.investment_aspired, self.investment_currency),
                _money(self.investment_actual, self.investment_currency),
            ),
            ("Contracts", _counted(self.contracts_aspired), _counted(self.contracts_actual)),
            ("Funders", _counted(self.funders_aspired), _counted(self.funders_actual)),
            ("Independent investors", _counted(self.investors_aspired), _counted(self.investors_actual)),
        )
        return [row for row in rows if row[1] or row[2]]

    @property
    def set_out(self) -> str:
        """The value that it aspired to, in words; nothing where that is not published."""
        return _money(self.value_aspired, self.currency)

    @property
    def began(self) -> str:
        """When it was launched, or else called for interest, in words."""
        if self.launched:
            return in_words(self.launched)
        return f"{in_words(self.interest_called)} (call)" if self.interest_called else ""

    @property
    def lasts(self) -> list[tuple[str, str]]:
        """Its dates, in words."""
        dates = (
            ("Call for interest", self.interest_called),
            ("Launched", self.launched),
            ("Planned end", self.end_planned),
            ("End", self.end_actual),
        )
        return [(what, in_words(text)) for what, text in dates if text]

    def naming_projects(self) -> models.QuerySet:
        """The projects that it pays for."""
        return self.projects.all()


def _money(amount: Decimal | None, currency: str) -> str:
    return "" if amount is None else money(amount, currency)


def _counted(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


class FundPart(WithRest, Orderable):
    """A row that belongs to a fund, in its place."""

    notes = models.TextField(blank=True)

    class Meta(Orderable.Meta):
        abstract = True


class FundOrganisation(FundPart):
    """An organisation that pays into the fund or runs it."""

    fund = ParentalKey(OutcomesFund, on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey("sibdb.Organisation", on_delete=models.PROTECT, related_name="fund_roles")

    class Meta(FundPart.Meta):
        constraints = [
            models.UniqueConstraint(
                name="fund_organisation_stands_once",
                fields=["fund", "organisation"],
                violation_error_message="The fund names this organisation already.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class FundDocument(FundPart):
    """Something to read about the fund."""

    fund = ParentalKey(OutcomesFund, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=300, blank=True)
    url = models.URLField("address", max_length=1000, blank=True)

    def __str__(self) -> str:
        return self.title


class FundArea(FundPart):
    """A country in which the fund pays for outcomes."""

    fund = ParentalKey(OutcomesFund, on_delete=models.CASCADE, related_name="areas")
    country = models.ForeignKey("taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.country or "")
