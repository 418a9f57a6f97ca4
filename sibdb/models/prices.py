"""What outcomes were priced at: programmes, their rate cards, and the lines of each card."""

from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from golab.pages.addresses import RESERVED_SLUGS
from golab.search.writing import CONFIGURATION
from sibdb.evidence import evidence_field
from sibdb.money import CURRENCY, check_currency, money
from sibdb.querysets import RateCardLineQuerySet

LONGEST_UNFOLDED = 240  # letters of a definition


class PriceProgramme(models.Model):
    """A programme that published prices, and how to read them."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField("last part of the address", max_length=80, unique=True)
    sort_order = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first.")
    years = models.CharField(max_length=80, blank=True)
    paid_by = models.TextField("who paid", max_length=300, blank=True)
    people = models.TextField("who it was for", max_length=400, blank=True)
    about = models.TextField("what it was", max_length=1500, blank=True)
    how_to_read = models.TextField(max_length=1500, blank=True)
    how_to_reuse = models.TextField(max_length=800, blank=True)
    cautions = models.TextField(max_length=1500, blank=True, help_text="One on each line.")
    fund = models.ForeignKey(
        "sibdb.OutcomesFund", null=True, blank=True, on_delete=models.PROTECT, related_name="programmes",
        help_text="The fund whose projects these cards applied to.",
    )  # fmt: skip

    class Meta:
        ordering = ["sort_order", "name"]
        constraints = [
            models.CheckConstraint(
                name="price_programme_slug_is_free",
                condition=~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="This address has a meaning of its own. Add a word to it.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url_on_site(self) -> str:
        return reverse("prices:programme", args=[self.slug])

    def get_absolute_url(self) -> str:
        return self.url_on_site

    @property
    def caution_lines(self) -> list[str]:
        return [line for line in self.cautions.splitlines() if line.strip()]


class RateCard(ClusterableModel):
    """A price list: of a round of a programme, or of one project."""

    programme = models.ForeignKey(PriceProgramme, on_delete=models.PROTECT, related_name="cards")
    name = models.CharField("round or project", max_length=120)
    sort_order = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first.")
    note = models.TextField(max_length=600, blank=True)
    caveat = models.TextField(max_length=600, blank=True, help_text="What to know before any of its prices is quoted.")
    cap = models.CharField(max_length=200, blank=True, help_text="The most for one person or for the contract.")
    price_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The year whose prices these are: the card's first, unless it says otherwise."
    )
    source = models.CharField(max_length=400)
    project = models.ForeignKey(
        "sibdb.Project", null=True, blank=True, on_delete=models.SET_NULL, related_name="rate_cards",
        help_text="The project whose record holds these prices.",
    )  # fmt: skip
    is_of_one_project = models.BooleanField(
        default=False, help_text="Untick it where the card applied to every project of the round."
    )

    class Meta:
        ordering = ["programme__sort_order", "sort_order", "name"]
        permissions = [("import_ratecard", "Can import rate cards")]
        constraints = [
            models.UniqueConstraint(
                name="rate_card_stands_once",
                fields=["programme", "name"],
                violation_error_message="The programme has a card of this name already.",
            ),
            models.CheckConstraint(
                name="rate_card_says_where_it_was_read",
                condition=Q(source__regex=r"\S"),
                violation_error_message="Give the source: no price goes without one.",
            ),
            models.CheckConstraint(
                name="rate_card_price_year_is_plausible",
                condition=Q(price_year__isnull=True) | Q(price_year__gte=2000, price_year__lte=2100),
                violation_error_message="Give the year of the prices in four digits.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.name}"

    @property
    def slug(self) -> str:
        """That of its programme, with which search knows it."""
        return self.programme.slug

    @property
    def shown_project(self):
        """The one project whose prices these are, if readers may see it."""
        project = self.project if self.is_of_one_project else None
        return project if project and project.live and not project.is_private else None


class SaysPrice:
    """How a price is said: of a card's line, and in the list of all prices."""

    @property
    def is_doubtful(self) -> bool:
        return self.quality == "doubtful"

    @property
    def has_long_definition(self) -> bool:
        """Whether it is folded, so that the next price is not a screen away."""
        return len(self.definition) > LONGEST_UNFOLDED

    @property
    def price_in_words(self) -> str:
        return "" if self.price is None else money(self.price, self.currency)


class RateCardLine(SaysPrice, Orderable):
    """An outcome with its price, or an outcome whose price is not published."""

    class Kind(models.TextChoices):
        HOME = "home", "A home"
        SCHOOL = "school", "School"
        QUALIFICATION = "qualification", "Training and qualifications"
        WORK = "work", "Work"
        VOLUNTEERING = "volunteering", "Volunteering and work experience"
        WELLBEING = "wellbeing", "Wellbeing and assessment"
        TREATMENT = "treatment", "Treatment for health, alcohol or drugs"
        HOSPITAL = "hospital", "Days in hospital avoided"
        OFFENDING = "offending", "Not offending again"
        STARTING = "starting", "Starting and staying with the service"
        NOT_DESCRIBED = "not-described", "Not described"

    class Quality(models.TextChoices):
        PLAIN = "plain", "No caveat on the line"
        CAVEAT = "caveat", "Read the caveat first"
        DOUBTFUL = "doubtful", "Doubtful: do not quote"

    card = ParentalKey(RateCard, on_delete=models.CASCADE, related_name="lines")
    outcome = models.CharField(max_length=200, blank=True, help_text="In a few words.")
    definition = models.TextField(max_length=3000, blank=True, help_text="As the source has it, with the evidence.")
    kind = models.CharField(max_length=14, choices=Kind, default=Kind.NOT_DESCRIBED, help_text="Our grouping.")
    price = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal("0.01"))],
        help_text="Empty where none is published. Never a guess.",
    )  # fmt: skip
    currency = models.CharField(max_length=3, default="GBP", validators=[check_currency])
    unit = models.CharField(max_length=200, blank=True, help_text="What the price is for, such as each person once.")
    quality = models.CharField(max_length=8, choices=Quality, default=Quality.PLAIN)
    caveat = models.TextField(max_length=600, blank=True)
    evidence = evidence_field("definition")
    vector = models.GeneratedField(
        expression=SearchVector("outcome", weight="A", config=CONFIGURATION)
        + SearchVector("definition", "unit", weight="C", config=CONFIGURATION),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = RateCardLineQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("outcome"), FieldPanel("kind")]),
        FieldPanel("definition"),
        FieldRowPanel([FieldPanel("price"), FieldPanel("currency"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("quality"), FieldPanel("caveat")]),
    ]

    class Meta(Orderable.Meta):
        indexes = [GinIndex(fields=["vector"], name="rate_card_line_vector")]
        constraints = [
            models.CheckConstraint(
                name="rate_card_line_price_is_above_nothing",
                condition=Q(price__isnull=True) | Q(price__gt=0),
                violation_error_message="Give a price above 0, or leave it empty where none is published.",
            ),
            models.CheckConstraint(
                name="rate_card_line_has_a_currency",
                condition=Q(currency__regex=CURRENCY),
                violation_error_message="Give the ISO 4217 code of three capital letters, such as GBP.",
            ),
            models.CheckConstraint(
                name="rate_card_line_in_doubt_says_why",
                condition=Q(quality="plain") | Q(caveat__regex=r"\S"),
                violation_error_message="Say what the doubt is: readers see it beside the price.",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome or "Not described"
