"""Organisations and outcomes funds. Projects name them; one row stands for one of them."""

from uuid import uuid4

from django.db import models

from sibdb.querysets import OrganisationQuerySet

ORGANISATION_ID = r"^INDIGO-ORG-[0-9]{4}$"
FUND_ID = r"^INDIGO-FUND-[0-9]{4}$"


class Organisation(models.Model):
    """A body that has a role in a project. No personal contacts: what is here is public."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    indigo_id = models.CharField("INDIGO id", max_length=20, blank=True, help_text="Such as INDIGO-ORG-0123.")
    name = models.CharField(max_length=300, help_text="As it calls itself, in full.")
    country = models.ForeignKey("taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    website = models.URLField(max_length=500, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="organisation_name")]
        constraints = [
            models.CheckConstraint(
                name="organisation_has_a_name",
                condition=models.Q(name__regex=r"\S"),
                violation_error_message="Give the organisation's name.",
            ),
            models.CheckConstraint(
                name="organisation_indigo_id_looks_like_one",
                condition=models.Q(indigo_id="") | models.Q(indigo_id__regex=ORGANISATION_ID),
                violation_error_message="An id of INDIGO is written INDIGO-ORG-0123.",
            ),
            models.UniqueConstraint(
                name="organisation_indigo_id_stands_once",
                fields=["indigo_id"],
                condition=~models.Q(indigo_id=""),
                violation_error_message="Another organisation has this INDIGO id.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OutcomesFund(models.Model):
    """Money set aside to pay for outcomes of several projects."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    indigo_id = models.CharField("INDIGO id", max_length=20, blank=True, help_text="Such as INDIGO-FUND-0012.")
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="fund_indigo_id_looks_like_one",
                condition=models.Q(indigo_id="") | models.Q(indigo_id__regex=FUND_ID),
                violation_error_message="An id of INDIGO is written INDIGO-FUND-0012.",
            ),
            models.UniqueConstraint(
                name="fund_indigo_id_stands_once",
                fields=["indigo_id"],
                condition=~models.Q(indigo_id=""),
                violation_error_message="Another fund has this INDIGO id.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
