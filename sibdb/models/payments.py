"""Money that was to move and money that moved: plans, payments for outcomes, transactions, costs, assistance."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sibdb.models.outcomes import metric_ref_field
from sibdb.models.part import (
    STATUS_PANELS,
    Component,
    amount_field,
    currency_field,
    date_field,
    dates_are_dates,
    money_is_sound,
)


def organisation_field(name: str, label: str) -> models.ForeignKey:
    return models.ForeignKey(
        "sibdb.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name=name, verbose_name=label
    )


class PaymentPlan(Component):
    """A version of the plan of payments: the first one, the latest one."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="payment_plans")
    start = date_field("from")
    end = date_field("to")

    panels = [FieldRowPanel([FieldPanel("ref"), FieldPanel("start"), FieldPanel("end")]), STATUS_PANELS]

    class Meta(Component.Meta):
        constraints = [*Component.Meta.constraints, dates_are_dates("start", "end")]

    def __str__(self) -> str:
        return self.ref


class OutcomePayment(Component):
    """A payment for outcomes in a period, planned (then it belongs to a plan) or actual.

    Several organisations may pay it together: `payers` are their INDIGO ids, and `payer` is set where it is one.
    """

    class Kind(models.TextChoices):
        PLANNED = "planned", "Planned"
        ACTUAL = "actual", "Actual"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="payments")
    kind = models.CharField("planned or actual", max_length=8, choices=Kind, blank=True)
    plan_ref = models.CharField("INDIGO's id of the plan", max_length=60, blank=True)
    metric_ref = metric_ref_field()
    start = date_field("from")
    end = date_field("to")
    payer = organisation_field("payments_made", "payer")
    payers = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name="INDIGO ids of all payers"
    )
    recipient = organisation_field("payments_received", "recipient")
    currency = currency_field()
    amount = amount_field("amount")

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("start"), FieldPanel("end")]),
        FieldRowPanel([FieldPanel("metric_ref"), FieldPanel("plan_ref")]),
        FieldRowPanel([FieldPanel("payer"), FieldPanel("recipient")]),
        FieldRowPanel([FieldPanel("currency"), FieldPanel("amount")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [
            *Component.Meta.constraints, *money_is_sound("amount"), dates_are_dates("start", "end"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount} {self.currency}"


class Transaction(Component):
    """Money that one organisation sent to another: a loan, its interest, its repayment, an outcome payment."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="transactions")
    investment_ref = models.CharField("INDIGO's id of the investment", max_length=60, blank=True)
    metric_ref = metric_ref_field()
    on = date_field("date")
    sender = organisation_field("transactions_sent", "from")
    receiver = organisation_field("transactions_received", "to")
    kind = models.CharField("what it is", max_length=60, blank=True)
    currency = currency_field()
    amount = amount_field("amount")

    panels = [
        FieldRowPanel([FieldPanel("on"), FieldPanel("kind"), FieldPanel("currency"), FieldPanel("amount")]),
        FieldRowPanel([FieldPanel("sender"), FieldPanel("receiver")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [*Component.Meta.constraints, *money_is_sound("amount"), dates_are_dates("on")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.amount} {self.currency}"


class CostRow(Component):
    """A cost of preparing or running the project, of the payer's or the provider's side."""

    class Side(models.TextChoices):
        PAYER = "payer", "Outcome payer"
        PROVIDER = "provider", "Provider"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="costs")
    side = models.CharField(max_length=8, choices=Side)
    on = date_field("date")
    phase = models.CharField(max_length=60, blank=True)
    classification = models.CharField("what for", max_length=120, blank=True)
    currency = currency_field()
    planned = amount_field("planned")
    actual = amount_field("actual")
    incurred_by = organisation_field("costs", "who bore it")
    kind = models.CharField("type", max_length=30, blank=True)
    days = models.DecimalField("number of days", max_digits=10, decimal_places=4, null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("side"), FieldPanel("classification"), FieldPanel("phase")]),
        FieldRowPanel([FieldPanel("currency"), FieldPanel("planned"), FieldPanel("actual")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [
            *Component.Meta.constraints, *money_is_sound("planned", "actual"), dates_are_dates("on"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.classification


class Assistance(Component):
    """A programme of technical assistance to the project, or (with `parent_ref`) one activity of it."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="assistance")
    parent_ref = models.CharField("INDIGO's id of the programme", max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    description = models.TextField(max_length=1000, blank=True)
    start = date_field("from")
    end = date_field("to")
    funder = organisation_field("assistance_funded", "who pays")
    recipient = organisation_field("assistance_received", "who is assisted")
    category = models.CharField(max_length=200, blank=True)
    approach = models.CharField(max_length=100, blank=True)
    cost_kind = models.CharField("type of cost", max_length=30, blank=True)
    currency = currency_field()
    cost = amount_field("cost")
    days = models.DecimalField("number of days", max_digits=10, decimal_places=4, null=True, blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("currency"), FieldPanel("cost"), FieldPanel("days")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [
            *Component.Meta.constraints,
            dates_are_dates("start", "end"),
            models.CheckConstraint(
                name="assistance_cost_and_days_are_not_below_0",
                condition=(Q(cost__isnull=True) | Q(cost__gte=0)) & (Q(days__isnull=True) | Q(days__gte=0)),
                violation_error_message="Neither a cost nor a number of days is below 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.description
