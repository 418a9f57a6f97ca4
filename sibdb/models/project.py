"""A project: a contract that pays for outcomes, as it is recorded, and what we say of it in our own words."""

import re
from functools import cached_property
from uuid import uuid4

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Cast, Left
from django.http import HttpRequest
from django.urls import reverse
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from golab.pages.addresses import RESERVED_SLUGS
from golab.pages.models.record import AddressedRecord
from golab.search.writing import CONFIGURATION
from sibdb.dates import IMPRECISE, check_date
from sibdb.models.part import Statused
from sibdb.models.recorded import Recorded, recorded_constraints
from sibdb.projects.sentences import parties_in_words, place_of, sentences_of
from sibdb.querysets import ProjectQuerySet, from_rows

PROJECT_ID = r"^INDIGO-POJ-[0-9]{4}$"
SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[^a-z])")


def _year_of(name: str) -> When:
    return When(**{f"{name}__regex": IMPRECISE}, then=Cast(Left(name, 4), models.SmallIntegerField()))


def lead_of(project: "Project | tuple") -> str:
    """What a list says of a project, or of a row of one: see `Project.lead`."""
    return project.summary or project.fact_line


def people_of(project: "Project | tuple") -> int | None:
    """How many people a list tells of a project, or of a row of one: see `Project.people`."""
    return project.cohort_target if project.cohort_actual is None else project.cohort_actual


class Project(
    AddressedRecord, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Recorded, Statused,
    ClusterableModel,
):  # fmt: skip
    """Readers see it when it is live and not private. Parties, amounts, outcomes and the rest are its parts."""

    class Stage(models.TextChoices):
        SCOPING = "scoping", "Scoping"
        EARLY = "early-stage", "Early stage"
        LATE = "late-stage", "Late stage"
        NEGOTIATIONS = "final-negotiations", "Final negotiations"
        CONTRACTED = "contracted", "Contracted"
        IMPLEMENTATION = "implementation", "Implementation"
        DELIVERED = "service-delivery-complete", "Service delivery complete"
        COMPLETE = "complete", "Complete"
        ABANDONED = "abandoned", "Abandoned"
        NOT_RECORDED = "not-recorded", "Not recorded"

    class Specification(models.TextChoices):
        BLACK_BOX = "black-box", "Black box: the provider chooses how"
        PARTLY = "partly", "Partly prescribed"
        PRESCRIBED = "prescribed", "Prescribed"

    class EndBasis(models.TextChoices):
        NOT_SAID = "", "Not said"
        PLANNED = "planned", "As planned"
        ACTUAL = "actual", "As it happened"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    indigo_id = models.CharField(
        "INDIGO id", max_length=20, blank=True, help_text="Such as INDIGO-POJ-0154. It never changes."
    )
    name = models.CharField(max_length=300)
    alternative_names = models.CharField(max_length=500, blank=True)
    slug = models.SlugField(
        "last part of the address", max_length=100, unique=True,
        help_text="If you change it, the old address leads to the new one.",
    )  # fmt: skip
    summary = models.TextField(
        max_length=1200, blank=True,
        help_text="In our own words: two to four sentences. Until there is one, readers get a sentence made of facts.",
    )  # fmt: skip
    social_challenge = models.TextField("the issue", max_length=1500, blank=True, help_text="In our own words.")
    intervention = models.TextField("the service", max_length=1500, blank=True, help_text="In our own words.")
    target_population = models.TextField("who it is for", max_length=1000, blank=True, help_text="In our own words.")
    specification = models.CharField(
        "how far the service is prescribed", max_length=12, choices=Specification, blank=True
    )

    policy_area = models.ForeignKey("taxonomy.PolicyArea", on_delete=models.PROTECT, related_name="+")
    secondary_areas = ParentalManyToManyField("taxonomy.PolicyArea", blank=True, related_name="+")
    countries = ParentalManyToManyField("taxonomy.Country", blank=True, related_name="+")
    regions = ParentalManyToManyField(
        "taxonomy.Place", blank=True, related_name="+", verbose_name="nations and regions of the UK",
        limit_choices_to={"kind__in": ["nation", "region"]},
    )  # fmt: skip
    steps = ParentalManyToManyField(
        "taxonomy.Step", blank=True, related_name="+", help_text="Steps of the journey that it illustrates."
    )
    funds = ParentalManyToManyField("sibdb.OutcomesFund", blank=True, related_name="projects")

    stage = models.CharField("stage of development", max_length=26, choices=Stage)
    abandoned_because = models.CharField("why it was abandoned", max_length=300, blank=True)
    stage_checked_on = models.DateField(null=True, blank=True, help_text="When somebody last looked whether it holds.")
    contract_signed = models.CharField(max_length=10, blank=True, validators=[check_date], help_text="Such as 2018-06.")
    service_start = models.CharField(max_length=10, blank=True, validators=[check_date])
    service_end = models.CharField(max_length=10, blank=True, validators=[check_date])
    service_end_basis = models.CharField("what this end is", max_length=8, choices=EndBasis, blank=True)
    dates_in_doubt = models.BooleanField(
        "dates do not fit together", default=False, help_text="Tick it where the record says so and we only pass it on."
    )
    start_year = models.GeneratedField(
        expression=Case(_year_of("service_start"), _year_of("contract_signed")),
        output_field=models.SmallIntegerField(null=True),
        db_persist=True,
    )

    cohort_target = models.PositiveIntegerField("people planned", null=True, blank=True)
    cohort_actual = models.PositiveIntegerField("people who took part", null=True, blank=True)
    lessons = models.TextField("what was learned", max_length=1500, blank=True, help_text="In our own words.")
    unit = models.CharField("if not people", max_length=60, blank=True, help_text="What is counted, such as families.")
    outcomes_counted = models.PositiveSmallIntegerField(
        "outcomes in the record", null=True, blank=True, help_text="All of them, also those that are not named here."
    )

    basis = models.TextField(
        "notes on the record", max_length=1500, blank=True,
        help_text="For colleagues: what the facts rest on, what was read and what was not. Readers do not see it.",
    )  # fmt: skip
    verified_on = models.DateField("last verified", null=True, blank=True)
    verified_by = models.CharField(
        "verified against", max_length=300, blank=True, help_text="Which source: its title, or its number here."
    )

    place_line = models.CharField(max_length=300, blank=True, editable=False)
    party_line = models.TextField(blank=True, editable=False)
    fact_line = models.TextField(blank=True, editable=False)
    vector = models.GeneratedField(
        expression=SearchVector("name", weight="A", config=CONFIGURATION)
        + SearchVector("alternative_names", "place_line", "indigo_id", weight="B", config=CONFIGURATION)
        + SearchVector("summary", "fact_line", weight="C", config=CONFIGURATION)
        + SearchVector("party_line", weight="D", config=CONFIGURATION),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("import_project", "Can import projects")]
        indexes = [
            GinIndex(fields=["vector"], name="project_vector"),
            models.Index(F("start_year").desc(nulls_last=True), "name", "id", name="project_newest"),
        ]
        constraints = [
            *Statused.Meta.constraints,
            models.CheckConstraint(
                name="project_indigo_id_looks_like_one",
                condition=Q(indigo_id="") | Q(indigo_id__regex=PROJECT_ID),
                violation_error_message="An id of INDIGO is written INDIGO-POJ-0154.",
            ),
            models.UniqueConstraint(
                name="project_indigo_id_stands_once",
                fields=["indigo_id"],
                condition=~Q(indigo_id=""),
                violation_error_message="Another project has this INDIGO id. Look for it before you add one.",
            ),
            models.CheckConstraint(
                name="project_slug_is_free",
                condition=~Q(slug__in=RESERVED_SLUGS),
                violation_error_message="This address has a meaning of its own. Add a word to it.",
            ),
            *recorded_constraints(),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def describe(self) -> None:
        """Make the lines that lists and search show of the parts. Nothing private goes into them."""
        self._settle_the_end()
        self.place_line = place_of(self)[:300]
        self.party_line = parties_in_words(self)
        self.fact_line = sentences_of(self)

    def _settle_the_end(self) -> None:
        """The end that is shown: the actual one, else the planned one, else what is known without saying which."""
        for end, basis in (
            (self.service_end_actual, self.EndBasis.ACTUAL),
            (self.service_end_planned, self.EndBasis.PLANNED),
        ):
            if end:
                self.service_end, self.service_end_basis = end, basis
                return

    @staticmethod
    def address_of(slug: str) -> str:
        return reverse("sibdb:project", args=[slug])

    # --- parts
    def parts(self, name: str) -> list:
        """Its parts of a kind that may leave the CMS: fetched `with_parts`, or those of a draft being previewed."""
        rows = getattr(self, f"{name}_rows", None)
        if rows is not None and name in self._made:
            return self._made[name]
        found = getattr(self, name).all() if rows is None else from_rows(type(self), name, rows)
        found = [part for part in found if not getattr(part, "is_private", False)]
        if rows is not None:
            self._made[name] = found
        return found

    @cached_property
    def _made(self) -> dict[str, list]:
        """What was made of fetched rows, by kind: a file asks for the same parts a dozen times."""
        return {}

    @property
    def places_above(self) -> list[dict]:
        """Nations and regions as `code`, `name`, `parent`, `parent_name`: fetched `for_page`, or those of a draft."""
        rows = getattr(self, "region_rows", None)
        if rows is not None:
            return rows
        found = self.regions.all()
        return [
            {"code": one.pk, "name": one.name, "parent": one.parent_id, "parent_name": str(one.parent or "")}
            for one in found
        ]

    # --- what readers see
    @property
    def lead(self) -> str:
        """Our summary, or the sentences made of the facts until there is one."""
        return lead_of(self)

    @property
    def opening(self) -> tuple[str, str]:
        """The lead in two: the first sentence of our summary, and the rest. The sentences made of facts stay one."""
        first, *rest = SENTENCE_END.split(self.summary, 1) if self.summary else [self.fact_line]
        return first, rest[0] if rest else ""

    @property
    def is_complete(self) -> bool:
        return self.stage in (self.Stage.COMPLETE, self.Stage.DELIVERED)

    @property
    def people(self) -> int | None:
        """How many took part; before that is known, how many were planned."""
        return people_of(self)

    # --- preview
    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "sibdb/project.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict:
        from sibdb.projects.record import Record

        self.describe()
        return {"record": Record(self), "project": self, "section": "projects"}
