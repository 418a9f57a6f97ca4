"""Every price in one list: the lines of rate cards, and what project records say that outcomes are paid.

It is a view of the database, so nothing is kept twice. What is private is left out there, and so is a record's price
that a card says already: one that names its line, or that stands on the project's own card.
"""

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.http import QueryDict
from django.urls import reverse

from sibdb.evidence import Evidence
from sibdb.models.prices import RateCardLine, SaysPrice
from sibdb.money import money
from sibdb.querysets import PricedQuerySet

WORDS_LOOKED_FOR = 5  # more of them find nothing but the outcome itself


def _to(model: str) -> models.ForeignKey:
    return models.ForeignKey(model, null=True, on_delete=models.DO_NOTHING, related_name="+")


class PricedOutcome(SaysPrice, models.Model):
    """A row of the list. `id` is c and the number of a card's line, or r and that of a record's price."""

    class Origin(models.TextChoices):
        CARD = "card", "Published rate cards"
        RECORD = "record", "Project records (INDIGO)"

    id = models.CharField(primary_key=True, max_length=24)
    origin = models.CharField(max_length=6, choices=Origin)
    outcome = models.TextField()
    definition = models.TextField()
    kind = models.CharField(max_length=14, choices=RateCardLine.Kind)
    evidence = models.CharField(max_length=12, choices=Evidence)
    verification = models.TextField()
    price = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3)
    unit = models.TextField()
    year = models.SmallIntegerField(null=True)
    person_cap = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    terms = models.TextField()
    quality = models.CharField(max_length=8, choices=RateCardLine.Quality)
    caveat = models.TextField()
    card = _to("sibdb.RateCard")
    programme = _to("sibdb.PriceProgramme")
    project = _to("sibdb.Project")
    policy_area = _to("taxonomy.PolicyArea")
    rank = models.IntegerField()
    place = models.IntegerField()
    vector = SearchVectorField(null=True)

    objects = PricedQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "sibdb_priced_outcome"
        default_permissions = ()

    def __str__(self) -> str:
        return self.outcome or "Not described"

    @property
    def limits(self) -> list[str]:
        """What the record says of limits, in sentences."""
        known = ((self.person_cap, "Most for one person"), (self.maximum, "Most if all targets are met"))
        return [f"{what}: {money(amount, self.currency)}." for amount, what in known if amount is not None]

    @property
    def shown_project(self):
        """The one project whose price it is: the view names none that readers may not see."""
        return self.project if self.project_id and (self.card is None or self.card.is_of_one_project) else None

    @property
    def comparable_url(self) -> str:
        """The list, searched for this outcome."""
        return f"{reverse('prices:list')}?{search_for(self.outcome)}"


def search_for(outcome: str) -> str:
    """The query string that looks for an outcome by its first words."""
    query = QueryDict(mutable=True)
    query["q"] = " ".join(outcome.replace('"', " ").replace("-", " ").split()[:WORDS_LOOKED_FOR])
    return query.urlencode()
