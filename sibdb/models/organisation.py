"""Organisations. Projects name them; one row stands for one of them."""

from uuid import uuid4

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from sibdb.models.part import Statused, WithRest, date_field, dates_are_dates
from sibdb.models.parts import ProjectSource
from sibdb.projects.describing import Noticed
from sibdb.querysets import OrganisationQuerySet
from sibdb.slugs import Slugged

ORGANISATION_ID = r"^INDIGO-ORG-[0-9]{4}$"


class Organisation(Noticed, Slugged, Statused, WithRest, ClusterableModel):
    """A body that has a role in a project. No personal contacts: what is here is public."""

    class Kind(models.TextChoices):
        COMPANY = "company", "Registered company, partnership or commercial association"
        NONPROFIT = "nonprofit", "Registered non-profit organisation, charity or foundation"
        GOVERNMENT = "government", "Government body"
        MULTILATERAL = "multilateral", "Multilateral, bilateral or intergovernmental body"
        ARRANGEMENT = "arrangement", "Arrangement"
        CROWDFUNDING = "crowdfunding", "Crowdfunding"
        UNREGISTERED = "unregistered", "Unregistered organisation"
        INDIVIDUAL = "individual", "Individual"
        COLLECTIVE = "collective", "Collective"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    indigo_id = models.CharField("INDIGO id", max_length=20, blank=True, help_text="Such as INDIGO-ORG-0123.")
    name = models.CharField(max_length=300, help_text="As it calls itself, in full.")
    trading_name = models.CharField(max_length=300, blank=True)
    english_name = models.CharField("name in English", max_length=300, blank=True)
    source_language = models.CharField("language of its own name", max_length=10, blank=True)
    description = models.TextField(blank=True, help_text="As recorded.")
    kind = models.CharField("type", max_length=14, choices=Kind, blank=True)
    org_id = models.CharField(
        "organisation identifier",
        max_length=60,
        blank=True,
        help_text="As org-id.guide has it, such as GB-CHC-1044940.",
    )
    country = models.ForeignKey("taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    jurisdiction = models.ForeignKey(
        "taxonomy.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Under whose law it is registered.",
    )  # fmt: skip
    website = models.URLField(max_length=500, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children",
        verbose_name="controlled by",
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged",
    )  # fmt: skip
    indigo_written = models.JSONField(default=dict, blank=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="organisation_name")]
        constraints = [
            *Statused.Meta.constraints,
            models.CheckConstraint(
                name="organisation_has_a_name",
                condition=Q(name__regex=r"\S"),
                violation_error_message="Give the organisation's name.",
            ),
            models.CheckConstraint(
                name="organisation_indigo_id_looks_like_one",
                condition=Q(indigo_id="") | Q(indigo_id__regex=ORGANISATION_ID),
                violation_error_message="An id of INDIGO is written INDIGO-ORG-0123.",
            ),
            models.UniqueConstraint(
                name="organisation_indigo_id_stands_once",
                fields=["indigo_id"],
                condition=~Q(indigo_id=""),
                violation_error_message="Another organisation has this INDIGO id.",
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_parent",
                condition=(Q(parent__isnull=True) | ~Q(parent=F("pk")))
                & (Q(merged_into__isnull=True) | ~Q(merged_into=F("pk"))),
                violation_error_message="Choose another organisation than itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def url_on_site(self) -> str:
        return reverse("organisations:organisation", args=[self.slug])

    def naming_projects(self) -> models.QuerySet:
        """The projects that it has a role in."""
        return apps.get_model("sibdb.Project").objects.filter(parties__organisation=self).distinct()


class OrganisationIdentifier(WithRest, Orderable):
    """Another identifier of an organisation, beside its first."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    value = models.CharField("identifier", max_length=60, blank=True)
    source_refs = models.CharField("ids of its sources", max_length=200, blank=True)
    notes = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.value


class OrganisationSource(WithRest, Orderable):
    """Where what we say of an organisation was read."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="sources")
    ref = models.CharField("INDIGO's id within the organisation", max_length=60, blank=True)
    title = models.CharField(max_length=600, blank=True)
    kind = models.CharField("type", max_length=14, choices=ProjectSource.Kind, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField("address", max_length=1000, blank=True)
    archive_url = models.URLField("address of an archived copy", max_length=1000, blank=True)
    published = date_field("published")
    accessed = date_field("read")

    class Meta(Orderable.Meta):
        constraints = [
            dates_are_dates("published", "accessed"),
            models.UniqueConstraint(
                name="%(class)s_ref_stands_once", fields=["organisation", "ref"], condition=~Q(ref="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
