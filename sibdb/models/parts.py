"""What belongs to a project. Each part has a status of its own, as in INDIGO's data standard."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from sibdb.money import CURRENCY, check_currency, money, money_between


class Status(models.TextChoices):
    PUBLIC = "public", "Public"
    DISPUTED = "disputed", "Disputed"
    PRIVATE = "private", "Private"


class Statused(models.Model):
    """PRIVATE never leaves the CMS; DISPUTED is shown with its note."""

    status = models.CharField(
        max_length=10, choices=Status, default=Status.PUBLIC,
        help_text="Private stays in the CMS. Disputed is shown with the reason.",
    )  # fmt: skip
    status_note = models.CharField(
        "why it is disputed", max_length=300, blank=True, help_text="One sentence. Readers see it."
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_dispute_says_why",
                condition=~Q(status="disputed") | Q(status_note__regex=r"\S"),
                violation_error_message="Say why it is disputed: readers see the reason.",
            ),
        ]

    @property
    def is_private(self) -> bool:
        return self.status == Status.PRIVATE

    @property
    def is_disputed(self) -> bool:
        return self.status == Status.DISPUTED


STATUS_PANELS = FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")])


class Part(Statused, Orderable):
    """A row that belongs to a project, in its place."""

    class Meta(Orderable.Meta):
        abstract = True
        constraints = Statused.Meta.constraints


class ProjectParty(Part):
    """An organisation in a role."""

    class Role(models.TextChoices):
        PAYER = "payer", "Pays for outcomes"
        PROVIDER = "provider", "Delivers the service"
        INVESTOR = "investor", "Invests"
        INTERMEDIARY = "intermediary", "Intermediary or adviser"
        EVALUATOR = "evaluator", "Evaluates or validates"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("sibdb.Organisation", on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=12, choices=Role)

    panels = [FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]), STATUS_PANELS]

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="project_party_has_a_role_once",
                fields=["project", "organisation", "role"],
                violation_error_message="This organisation has this role already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"


class ProjectAmount(Part):
    """An amount of money: exact, or between two."""

    class Kind(models.TextChoices):
        INVESTMENT = "investment", "Investment committed"
        MAXIMUM = "maximum", "Most that can be paid for outcomes"
        PAID = "paid", "Paid for outcomes so far"
        PERSON_CAP = "person-cap", "Most for one person"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="amounts")
    kind = models.CharField(max_length=12, choices=Kind)
    currency = models.CharField(max_length=3, validators=[check_currency], help_text="ISO 4217, such as GBP.")
    exact = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    lowest = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    highest = models.DecimalField(
        max_digits=18, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("currency")]),
        FieldRowPanel([FieldPanel("exact"), FieldPanel("lowest"), FieldPanel("highest")]),
        STATUS_PANELS,
    ]

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="project_amount_of_a_kind_once",
                fields=["project", "kind"],
                violation_error_message="The project has an amount of this kind already.",
            ),
            models.CheckConstraint(
                name="project_amount_has_a_currency",
                condition=Q(currency__regex=CURRENCY),
                violation_error_message="Give the ISO 4217 code of three capital letters, such as GBP.",
            ),
            models.CheckConstraint(
                name="project_amount_is_exact_or_between",
                # Said twice, because a comparison with NULL is not false and would pass.
                condition=Q(exact__isnull=False, lowest__isnull=True, highest__isnull=True, exact__gte=0)
                | Q(exact__isnull=True, lowest__isnull=False, highest__isnull=True, lowest__gte=0)
                | Q(exact__isnull=True, lowest__isnull=True, highest__isnull=False, highest__gte=0)
                | Q(exact__isnull=True, lowest__isnull=False, highest__isnull=False, lowest__gte=0)
                & Q(highest__gte=F("lowest")),
                violation_error_message="Give the exact amount, or the lowest and the highest, and nothing below 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.in_words}"

    @property
    def in_words(self) -> str:
        if self.exact is not None:
            return money(self.exact, self.currency)
        return money_between(self.lowest, self.highest, self.currency)


class ProjectLocation(Part):
    """Where the service is delivered."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=200)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]), STATUS_PANELS]

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                name="project_location_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Give both latitude and longitude, in degrees, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectOutcome(Part):
    """An outcome that is measured. Its price, where one is known, stands on a rate card."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="outcomes")
    name = models.CharField(max_length=300, help_text="What is counted, in a few words.")
    definition = models.TextField(max_length=1500, blank=True)

    panels = [FieldPanel("name"), FieldPanel("definition"), STATUS_PANELS]

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                name="project_outcome_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message="Say what is counted.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectSource(Part):
    """Where a fact was read. `about` is the group of fields that it bears out."""

    class About(models.TextChoices):
        RECORD = "record", "The record"
        SUMMARY = "summary", "The summary"
        DATES = "dates", "Dates"
        MONEY = "money", "Money"
        PARTIES = "parties", "Organisations"
        OUTCOMES = "outcomes", "Outcomes and results"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="sources")
    about = models.CharField(max_length=10, choices=About, default=About.RECORD)
    title = models.CharField(max_length=600, help_text="Author, title, year, page: enough to find it again.")
    url = models.URLField("address", max_length=1000, blank=True)
    accessed_on = models.DateField("read on", null=True, blank=True)

    panels = [FieldPanel("title"), FieldPanel("url"), FieldRowPanel([FieldPanel("about"), FieldPanel("accessed_on")]),
              STATUS_PANELS]  # fmt: skip

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                name="project_source_has_a_title",
                condition=Q(title__regex=r"\S"),
                violation_error_message="Say what the source is.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectCaveat(Part):
    """Something about the record that we are checking. Readers see it."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="caveats")
    text = models.CharField(max_length=400, help_text="One or two plain sentences.")

    panels = [FieldPanel("text"), STATUS_PANELS]

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            models.CheckConstraint(
                name="project_caveat_says_something",
                condition=Q(text__regex=r"\S"),
                violation_error_message="Say what is in doubt.",
            ),
        ]

    def __str__(self) -> str:
        return self.text
