"""Terms that content and records share. A term is retired, never deleted."""

from django.db import models

from golab.taxonomy.querysets import PlaceQuerySet, TermQuerySet


class Term(models.Model):
    """What every term has. `slug` stands in addresses; triggers refuse to change it and to delete the term."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Stands in addresses, so it cannot be changed once saved."
    )
    sort_order = models.PositiveIntegerField(default=0, help_text="Lower comes first.")
    is_active = models.BooleanField(
        "in use", default=True, help_text="Untick to retire the term: it stays on what has it and is offered no more."
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name


class PolicyArea(Term):
    """A field of public service, such as homelessness: INDIGO's eight and adult social care."""

    description = models.CharField(max_length=300, blank=True)

    class Meta(Term.Meta):
        verbose_name = "policy area"


class Topic(Term):
    """A theme that cuts across policy areas, such as rate cards."""


class ResourceType(Term):
    """A kind of resource, such as a report or a guide."""

    class Meta(Term.Meta):
        verbose_name = "resource type"


class Stage(Term):
    """A stage of the Commissioners' Journey. The slug is its immutable key; its number follows from the order."""

    page = models.OneToOneField(
        "wagtailcore.Page", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )


class Step(Term):
    """A step within a stage, made when its page is first published."""

    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="steps")
    page = models.OneToOneField(
        "wagtailcore.Page", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta(Term.Meta):
        ordering = ["stage__sort_order", "sort_order"]


class Country(models.Model):
    """A country by ISO 3166-1."""

    code = models.CharField(max_length=2, primary_key=True)
    code3 = models.CharField("three-letter code", max_length=3, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "countries"
        constraints = [
            models.CheckConstraint(
                name="country_codes_are_capital_letters",
                condition=models.Q(code__regex=r"^[A-Z]{2}$", code3__regex=r"^[A-Z]{3}$"),
                violation_error_message="Give the ISO 3166 codes: two and three capital letters.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A UK nation, region or council, by its ONS code."""

    class Kind(models.TextChoices):
        NATION = "nation", "Nation"
        REGION = "region", "Region"
        COUNCIL = "council", "Council"

    code = models.CharField("ONS code", max_length=9, primary_key=True)
    name = models.CharField(max_length=120)
    official_name = models.CharField(max_length=160, blank=True)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    council_type = models.CharField(max_length=60, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField("exists today", default=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="place_code_is_an_ons_code",
                condition=models.Q(code__regex=r"^[A-Z][0-9]{8}$"),
                violation_error_message="An ONS code is a capital letter and eight digits, such as E06000066.",
            ),
            models.CheckConstraint(
                name="place_is_a_nation_or_lies_in_one",
                condition=models.Q(kind="nation", parent__isnull=True)
                | models.Q(kind__in=["region", "council"], parent__isnull=False),
                violation_error_message="A region or council lies in a nation or region; a nation lies in nothing.",
            ),
            models.CheckConstraint(
                name="place_has_both_coordinates_or_none",
                # Said twice, because a comparison with NULL is not false and would pass.
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False)
                & models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message="Give both latitude and longitude, in degrees, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
