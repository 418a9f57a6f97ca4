"""Amounts, places, sources, documents and caveats of a project. Each has a status of its own, as in INDIGO."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from sibdb.dates import in_words
from sibdb.models.part import (
    STATUS_PANELS,
    Component,
    Part,
    WithRest,
    amount_field,
    date_field,
    dates_are_dates,
    is_exact_or_between,
)
from sibdb.money import CURRENCY, amount_in_words, check_currency


class ProjectAmount(WithRest, Part):
    """An amount of money: exact, or between two."""

    class Kind(models.TextChoices):
        INVESTMENT = "investment", "Investment committed"
        MAXIMUM = "maximum", "Most that can be paid for outcomes"
        PAID = "paid", "Paid for outcomes so far"
        INVESTED = "invested", "Invested so far"
        PERSON_CAP = "person-cap", "Most for one person"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="amounts")
    kind = models.CharField(max_length=12, choices=Kind)
    currency = models.CharField(max_length=3, validators=[check_currency], help_text="ISO 4217, such as GBP.")
    exact = amount_field("exact")
    lowest = amount_field("lowest")
    highest = amount_field("highest")

    as_of = date_field("as it stood")

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("currency"), FieldPanel("as_of")]),
        FieldRowPanel([FieldPanel("exact"), FieldPanel("lowest"), FieldPanel("highest")]),
        STATUS_PANELS,
    ]

    class Meta(Part.Meta):
        constraints = [
            *Part.Meta.constraints,
            dates_are_dates("as_of"),
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
                condition=is_exact_or_between(),
                violation_error_message="Give the exact amount, or the lowest and the highest, and nothing below 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.in_words}"

    @property
    def in_words(self) -> str:
        return amount_in_words(self.exact, self.lowest, self.highest, self.currency)


_CONFIRM = FieldPanel(
    "place_is_approximate",
    help_text="Worked out from the coordinates, and readers are told so. Untick it to confirm the council, or choose "
    "another: the next import leaves both as they are.",
)


class ProjectLocation(Component):
    """Where the service is delivered. `place` is our own: the council that the point lies nearest to, or is named."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="locations")
    name = models.CharField(max_length=300)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.ForeignKey("taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    area_name = models.CharField("administrative area", max_length=200, blank=True)
    place = models.ForeignKey(
        "taxonomy.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name="council, region or nation (ONS)",
    )  # fmt: skip
    place_is_approximate = models.BooleanField(
        "nearest, not recorded", default=False, help_text="The record has no code: this is the nearest council."
    )
    provision_ref = models.CharField("id of the service there", max_length=60, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("postcode"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        FieldRowPanel([FieldPanel("place"), _CONFIRM, FieldPanel("area_name")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [
            *Component.Meta.constraints,
            models.CheckConstraint(
                name="project_location_has_both_coordinates_or_none",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Give both latitude and longitude, in degrees, or neither.",
            ),
            models.CheckConstraint(
                name="project_location_is_near_some_place",
                condition=Q(place_is_approximate=False) | Q(place__isnull=False),
                violation_error_message="Choose the council that it is nearest to, or untick that it is approximate.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectSource(Component):
    """Where a fact was read. `about` is what it bears out; `groups` are INDIGO's groups of fields that name it."""

    class About(models.TextChoices):
        RECORD = "record", "The record"
        SUMMARY = "summary", "The summary"
        DATES = "dates", "Dates"
        MONEY = "money", "Money"
        PARTIES = "parties", "Organisations"
        OUTCOMES = "outcomes", "Outcomes and results"

    class Group(models.TextChoices):
        STAGE = "stage", "Stage of development"
        DATES = "dates", "Dates"
        JURISDICTION = "jurisdiction", "Jurisdiction"
        FINANCE = "finance", "Overall project finance"
        INVESTMENT = "investment", "Investment details"
        PURPOSE = "purpose", "Purpose and classifications"
        SERVICE = "service", "Service and beneficiaries"
        COVID = "covid", "Changes due to COVID-19"

    class Kind(models.TextChoices):
        CONTRACT = "contract", "Contract"
        AWARD = "award", "Award notice"
        REPORT = "report", "Report"
        EVALUATION = "evaluation", "Evaluation report"
        WEBSITE = "website", "Website"
        NEWS = "news", "News piece"
        PRESS = "press", "Press release"
        CORRESPONDENCE = "correspondence", "Email correspondence"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="sources")
    about = models.CharField(max_length=10, choices=About, default=About.RECORD)
    groups = ArrayField(
        models.CharField(max_length=12, choices=Group), default=list, blank=True, verbose_name="groups of fields"
    )
    kind = models.CharField("type", max_length=14, choices=Kind, blank=True)
    title = models.CharField(max_length=1500, help_text="Author, title, year, page: enough to find it again.")
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField("address", max_length=1000, blank=True)
    archive_url = models.URLField("address of an archived copy", max_length=1000, blank=True)
    published = date_field("published")
    accessed = date_field("read")

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("publisher")]),
        FieldPanel("url"),
        FieldPanel("archive_url"),
        FieldRowPanel([FieldPanel("about"), FieldPanel("groups")]),
        FieldRowPanel([FieldPanel("published"), FieldPanel("accessed")]),
        STATUS_PANELS,
    ]

    class Meta(Component.Meta):
        constraints = [
            *Component.Meta.constraints,
            dates_are_dates("published", "accessed"),
            models.CheckConstraint(
                name="project_source_has_a_title",
                condition=Q(title__regex=r"\S"),
                violation_error_message="Say what the source is.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def supports(self) -> list[str]:
        """What it bears out, in words; nothing where it is the record at large."""
        about = [] if self.about == self.About.RECORD else [self.get_about_display()]
        return [words.lower() for words in about + [self.Group(group).label for group in self.groups]]

    @property
    def read_in_words(self) -> str:
        """When it was read: "on 23 August 2019", "in October 2023"."""
        return f"{'on' if self.accessed.count('-') == 2 else 'in'} {in_words(self.accessed)}" if self.accessed else ""


class ProjectDocument(Component):
    """Something to read about the project: an evaluation, a case study, a contract."""

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(max_length=300)
    url = models.URLField("address", max_length=1000, blank=True)

    panels = [FieldPanel("title"), FieldPanel("url"), STATUS_PANELS]

    class Meta(Component.Meta):
        constraints = [
            *Component.Meta.constraints,
            models.CheckConstraint(
                name="project_document_has_a_title",
                condition=Q(title__regex=r"\S"),
                violation_error_message="Say what the document is.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectIdentifier(Component):
    """What the project is called in another open register: Open Contracting, 360Giving."""

    class Scheme(models.TextChoices):
        OPEN_CONTRACTING = "ocds", "Open Contracting (OCID)"
        GRANTS = "360giving", "360Giving grant"

    project = ParentalKey("sibdb.Project", on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=200, blank=True)

    panels = [FieldRowPanel([FieldPanel("scheme"), FieldPanel("value")]), STATUS_PANELS]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}: {self.value}"


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
