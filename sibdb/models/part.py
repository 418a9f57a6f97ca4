"""What every part of a project has: a place in its list, a status, and what of INDIGO's row has no column here."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from sibdb.dates import IMPRECISE, check_date
from sibdb.money import CURRENCY, check_currency
from sibdb.querysets import PartQuerySet

MOST_DIGITS, PENCE = 18, 2
GOALS = list(range(1, 18))  # of the United Nations


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

    objects = PartQuerySet.as_manager()

    class Meta(Orderable.Meta):
        abstract = True
        constraints = Statused.Meta.constraints


class WithRest(models.Model):
    """A row that INDIGO's columns are read into.

    `indigo_extra` keeps, by the name of INDIGO's column, the text of a cell that no field here can hold as it stands
    ("TBD" for an amount, an id that is nobody's, a third decimal place). It is for the way back to INDIGO's form and is
    never shown: what readers see or search is always a field.
    """

    indigo_extra = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True


class Component(WithRest, Part):
    """A part that comes from one of INDIGO's tables. `ref` is its id there, unique within the project."""

    ref = models.CharField("INDIGO's id within the project", max_length=60, blank=True)
    source_refs = models.CharField(
        "ids of its sources", max_length=200, blank=True, help_text="Such as source1,source4."
    )
    notes = models.TextField(blank=True)

    class Meta(Part.Meta):
        abstract = True
        constraints = [
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="%(class)s_ref_stands_once",
                fields=["project", "ref"],
                condition=~Q(ref=""),
                violation_error_message="Another row of this project has this id.",
            ),
        ]


def date_field(label: str, **kwargs) -> models.CharField:
    """A year, a month or a day, or nothing."""
    return models.CharField(label, max_length=10, blank=True, validators=[check_date], **kwargs)


def currency_field(label: str = "currency") -> models.CharField:
    return models.CharField(
        label, max_length=3, blank=True, validators=[check_currency], help_text="ISO 4217, such as GBP."
    )


def amount_field(label: str, **kwargs) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=MOST_DIGITS, decimal_places=PENCE, null=True, blank=True, validators=[MinValueValidator(0)],
        **kwargs,
    )  # fmt: skip


def goals_field(label: str) -> ArrayField:
    """Goals of sustainable development by their numbers."""
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(17)])
    return ArrayField(number, verbose_name=label, default=list, blank=True, help_text="Numbers from 1 to 17.")


def dates_are_dates(*names: str) -> models.CheckConstraint:
    """Each is a year, a month, a day or nothing."""
    condition = Q()
    for name in names:
        condition &= Q(**{name: ""}) | Q(**{f"{name}__regex": IMPRECISE})
    return models.CheckConstraint(
        name="%(class)s_dates_are_years_months_or_days",
        condition=condition,
        violation_error_message="Write a year, a month or a day: 2018, 2018-06 or 2018-06-30.",
    )


def ends_after_start(start: str, end: str) -> Q:
    """That a period does not end before it starts; a year is not before its own months."""
    return Q(**{start: ""}) | Q(**{end: ""}) | Q(**{f"{end}__gte": F(start)}) | Q(**{f"{start}__startswith": F(end)})


def money_is_sound(*names: str, currency: str = "currency", name: str = "money") -> list[models.CheckConstraint]:
    """No amount below nothing, and none without a currency."""
    positive = Q()
    for amount in names:
        positive &= Q(**{f"{amount}__isnull": True}) | Q(**{f"{amount}__gte": 0})
    return [
        money_has_a_currency(*names, currency=currency, name=name),
        models.CheckConstraint(
            name=f"%(class)s_{name}_is_not_below_0",
            condition=positive,
            violation_error_message="An amount is not below 0.",
        ),
    ]


def money_has_a_currency(*names: str, currency: str = "currency", name: str = "money") -> models.CheckConstraint:
    empty = Q(**{currency: ""})
    for amount in names:
        empty &= Q(**{f"{amount}__isnull": True})
    return models.CheckConstraint(
        name=f"%(class)s_{name}_has_a_currency",
        condition=empty | Q(**{f"{currency}__regex": CURRENCY}),
        violation_error_message="Give the ISO 4217 code of three capital letters, such as GBP.",
    )


def goals_are_goals(*names: str) -> models.CheckConstraint:
    condition = Q()
    for name in names:
        condition &= Q(**{f"{name}__contained_by": GOALS})
    return models.CheckConstraint(
        name="%(class)s_goals_are_1_to_17", condition=condition, violation_error_message="Goals run from 1 to 17."
    )


def is_exact_or_between(exact: str = "exact", lowest: str = "lowest", highest: str = "highest") -> Q:
    """Either an exact amount, or one or both ends of a range in their order."""
    # Said twice, because a comparison with NULL is not false and would pass.
    none = {f"{name}__isnull": True for name in (exact, lowest, highest)}
    return (
        Q(**none | {f"{exact}__isnull": False, f"{exact}__gte": 0})
        | Q(**none | {f"{lowest}__isnull": False, f"{lowest}__gte": 0})
        | Q(**none | {f"{highest}__isnull": False, f"{highest}__gte": 0})
        | Q(**none | {f"{lowest}__isnull": False, f"{highest}__isnull": False, f"{lowest}__gte": 0})
        & Q(**{f"{highest}__gte": F(lowest)})
    )


class UnitKind(models.TextChoices):
    INDIVIDUAL = "individual", "Individual"
    OTHER = "other", "Other"


def unit_kind_field(label: str) -> models.CharField:
    return models.CharField(label, max_length=10, choices=UnitKind, blank=True)
