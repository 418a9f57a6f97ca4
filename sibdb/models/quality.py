"""What checks find wrong with the data, and what changed in it and why."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sibdb.querysets import ChangeQuerySet, FindingQuerySet, SuggestionQuerySet


class Finding(models.Model):
    """A fault that a named check found in a row. Nothing mends itself: the row is as its source has it."""

    class Level(models.TextChoices):
        """How much a fault weighs: INDIGO's priorities of fields, from what it asks of every project on."""

        FIRST = "1", "Priority 1"
        SECOND = "2", "Priority 2"
        THIRD = "3", "Priority 3"

    check_name = models.CharField("check", max_length=40)
    level = models.CharField("priority", max_length=1, choices=Level)
    project = models.ForeignKey(
        "sibdb.Project", null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    organisation = models.ForeignKey(
        "sibdb.Organisation", null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    fund = models.ForeignKey(
        "sibdb.OutcomesFund", null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    pipeline = models.ForeignKey(
        "sibdb.PipelineProject", null=True, blank=True, on_delete=models.CASCADE, related_name="findings"
    )
    where = models.CharField("which row and field", max_length=200, blank=True)
    text = models.TextField("what is wrong", max_length=500)
    is_private = models.BooleanField(default=False, help_text="It tells of a row that stays in the CMS.")
    found_on = models.DateField("first found")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["level", "check_name", "pk"]
        indexes = [models.Index(fields=["check_name"], name="finding_check")]
        constraints = [
            models.CheckConstraint(
                name="finding_is_about_one_row",
                condition=Q(project__isnull=False, organisation__isnull=True, fund__isnull=True, pipeline__isnull=True)
                | Q(project__isnull=True, organisation__isnull=False, fund__isnull=True, pipeline__isnull=True)
                | Q(project__isnull=True, organisation__isnull=True, fund__isnull=False, pipeline__isnull=True)
                | Q(project__isnull=True, organisation__isnull=True, fund__isnull=True, pipeline__isnull=False),
                violation_error_message="A finding is about one project, organisation, fund or project in preparation.",
            ),
            models.CheckConstraint(name="finding_says_what", condition=Q(text__regex=r"\S", check_name__regex=r"\S")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def about(self) -> models.Model:
        """The record that it is about."""
        return self.project or self.organisation or self.fund or self.pipeline


class ProjectChange(models.Model):
    """A line of the public log of changes: what changed and why."""

    project = models.ForeignKey("sibdb.Project", on_delete=models.CASCADE, related_name="changes")
    what = models.CharField("what changed", max_length=300)
    why = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    is_public = models.BooleanField(default=True)
    suggestion = models.OneToOneField(
        "sibdb.Suggestion", null=True, blank=True, on_delete=models.SET_NULL, related_name="change"
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="project_change_says_what_and_why",
                condition=Q(what__regex=r"\S", why__regex=r"\S"),
                violation_error_message="Say what changed and why: readers see both.",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Suggestion(models.Model):
    """A correction, or a project that is missing, from anybody. Nothing changes until a colleague accepts it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "sibdb.Project", null=True, blank=True, on_delete=models.CASCADE, related_name="suggestions",
        help_text="Empty where a project is missing.",
    )  # fmt: skip
    project_name = models.CharField("name of the missing project", max_length=300, blank=True)
    field = models.CharField("what is wrong", max_length=60, blank=True)
    current = models.TextField("as it stood when it was sent", blank=True)
    proposed = models.TextField("what it should say", max_length=2000)
    source = models.CharField("where that can be read", max_length=1000)
    email = models.EmailField("address for the reply", blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reply = models.TextField(max_length=2000, blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        permissions = [("decide_suggestion", "Can accept or refuse suggestions")]
        indexes = [models.Index(fields=["state", "made_at"], name="suggestion_waiting")]
        constraints = [
            models.CheckConstraint(
                name="suggestion_is_about_a_project",
                condition=Q(project__isnull=False) | Q(project_name__regex=r"\S"),
                violation_error_message="Say which project it is about, or the name of the one that is missing.",
            ),
            models.CheckConstraint(
                name="suggestion_has_a_source",
                condition=Q(proposed__regex=r"\S", source__regex=r"\S"),
                violation_error_message="Say what it should be and where that can be read.",
            ),
            models.CheckConstraint(
                name="suggestion_decided_has_a_time_and_a_reply",
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False, decided_at__gte=F("made_at"), reply__regex=r"\S"),
                violation_error_message="Write a reply: whoever suggested it reads it.",
            ),
        ]

    def __str__(self) -> str:
        return self.project_name or str(self.project)
