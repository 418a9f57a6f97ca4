"""Who does what in a project: an organisation in a role, with the money, the dates and the functions of that role."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sibdb.models.part import (
    STATUS_PANELS,
    Component,
    Part,
    amount_field,
    currency_field,
    date_field,
    dates_are_dates,
    is_exact_or_between,
    money_has_a_currency,
    money_is_sound,
)


class ProjectParty(Component):
    """A row of INDIGO's commitments (payer), service provisions, investments or intermediary services.

    `ref` is INDIGO's id of the provision or the investment. An organisation that invests twice in a project stands
    twice here, so whoever lists organisations says each once.
    """

    class Role(models.TextChoices):
        PAYER = "payer", "Pays for outcomes"
        PROVIDER = "provider", "Delivers the service"
        INVESTOR = "investor", "Invests"
        INTERMEDIARY = "intermediary", "Intermediary or adviser"
        EVALUATOR = "evaluator", "Evaluates or validates"

    class Category(models.TextChoices):
        GOVERNMENT = "government", "Government, public sector or public bank"
        NONPROFIT = "nonprofit", "Nonprofit or NGO"
        FOUNDATION = "foundation", "Foundation or philanthropist"
        CORPORATE_GIVING = "corporate-giving", "Corporate giving"
        MULTILATERAL = "multilateral", "Multilateral, bilateral or intergovernmental institution"
        FOR_PROFIT = "for-profit", "For-profit"
        COMMERCIAL = "commercial", "Commercial investor"
        IMPACT_INVESTOR = "impact-investor", "Impact investor"
        FUND = "fund", "Investment fund"
        WEALTH = "wealth", "High net worth individual, family office or private bank"
        OTHER = "other", "Other"

    class Function(models.TextChoices):
        DESIGN = "design", "Impact bond design"
        MODELLING = "modelling", "Financial and commercial modelling"
        STRUCTURE = "structure", "Impact bond investment structure"
        CAPITAL_RAISE = "capital-raise", "Capital raise"
        LOAN_ARRANGER = "loan-arranger", "Loan arranger"
        PERFORMANCE = "performance", "Performance management"
        LEGAL = "legal", "Legal counsel"
        TECHNICAL_ASSISTANCE = "technical-assistance", "Technical assistance"
        OTHER = "other", "Other"

    class Instrument(models.TextChoices):
        DEBT = "debt", "Debt"
        EQUITY = "equity", "Equity"
        COMBINATION = "combination", "Debt and equity"
        QUASI_EQUITY = "quasi-equity", "Quasi-equity"
        GRANT = "grant", "Grant or philanthropic investment"
        OTHER = "other", "Other"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("sibdb.Organisation", on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=12, choices=Role)
    category = models.CharField("kind of organisation in this role", max_length=18, choices=Category, blank=True)
    functions = ArrayField(
        models.CharField(max_length=22, choices=Function), default=list, blank=True,
        verbose_name="what the intermediary does",
    )  # fmt: skip
    function_note = models.TextField("in other words", max_length=500, blank=True)
    intervention = models.TextField("what it delivers", blank=True, help_text="As recorded.")

    instrument = models.CharField("financing instrument", max_length=12, choices=Instrument, blank=True)
    instrument_text = models.CharField("instrument as recorded", max_length=100, blank=True)
    currency = currency_field()
    exact = amount_field("committed")
    lowest = amount_field("committed, at least")
    highest = amount_field("committed, at most")
    paid_currency = currency_field("currency of what was paid")
    paid = amount_field("paid so far")
    most_loss = models.CharField("most that can be lost", max_length=200, blank=True)
    most_return = models.CharField("most that can be earned", max_length=300, blank=True)
    repayment = models.CharField("what investors got back", max_length=200, blank=True)

    start = date_field("starts")
    end = date_field("ends")
    planned_start = date_field("was to start")
    planned_end = date_field("was to end")

    panels = [
        FieldRowPanel([FieldPanel("role"), FieldPanel("organisation"), FieldPanel("category")]),
        FieldRowPanel([FieldPanel("currency"), FieldPanel("exact"), FieldPanel("lowest"), FieldPanel("highest")]),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end"), FieldPanel("functions")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        indexes = [models.Index(fields=["role", "organisation"], name="project_party_in_a_role")]
        constraints = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="project_party_has_a_role_once",
                fields=["project", "organisation", "role", "ref"],
                violation_error_message="This organisation has this role already.",
            ),
            money_has_a_currency("exact", "lowest", "highest"),
            *money_is_sound("paid", currency="paid_currency", name="payment"),
            models.CheckConstraint(
                name="project_party_money_is_exact_or_between",
                condition=Q(exact__isnull=True, lowest__isnull=True, highest__isnull=True) | is_exact_or_between(),
                violation_error_message="Give the exact amount, or the lowest and the highest.",
            ),
            dates_are_dates("start", "end", "planned_start", "planned_end"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"

    @property
    def is_private(self) -> bool:
        """Also where the organisation is: its name would tell."""
        return super().is_private or self.organisation.is_private
