"""Job rows: a file, what it would change, what it changed, and what is needed to take it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from golab.imports.querysets import ImportChangeQuerySet, ImportJobQuerySet


class ImportJob(models.Model):
    """One upload on its way: read, checked by a person, applied, and taken back if need be."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Being read"
        PARSED = "parsed", "Ready to check"
        APPLYING = "applying", "Being applied"
        APPLIED = "applied", "Applied"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"
        DISCARDED = "discarded", "Discarded"
        FAILED = "failed", "Failed"

    WORKING_STATES = [State.UPLOADED, State.APPLYING, State.UNDOING]
    UNDO_FOR = timedelta(days=30)

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    # In the database and not in the media folder, which a web server may serve: files hold what is not public.
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    total = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    error_line = models.PositiveIntegerField(null=True, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    parsed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    claim = models.UUIDField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    claims_without_progress = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = ImportJobQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        constraints = [
            models.CheckConstraint(
                name="import_claim_has_a_lease",
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False),
            ),
            models.CheckConstraint(
                name="import_applies_only_what_was_confirmed",
                condition=~Q(state__in=["applying", "applied", "undoing", "undone"]) | Q(confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="import_applied_can_be_undone_until_a_time",
                condition=~Q(state__in=["applied", "undoing", "undone"])
                | Q(applied_at__isnull=False, undo_until__isnull=False),
            ),
            models.CheckConstraint(name="import_failed_says_why", condition=~Q(state="failed") | ~Q(error="")),
            models.CheckConstraint(
                name="import_does_no_more_than_there_is",
                condition=Q(total__isnull=True) | Q(done__lte=models.F("total")),
            ),
        ]
        indexes = [
            models.Index(
                name="import_with_work",
                fields=["lease_until"],
                condition=Q(state__in=["uploaded", "applying", "undoing"]),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING_STATES

    @property
    def is_parsed(self) -> bool:
        return self.state == self.State.PARSED

    @property
    def is_applied(self) -> bool:
        return self.state == self.State.APPLIED

    @property
    def is_failed(self) -> bool:
        return self.state == self.State.FAILED

    def can_be_undone(self, now: datetime) -> bool:
        return self.is_applied and now < self.undo_until


@dataclass(frozen=True)
class FieldDifference:
    """One field of a record before and after."""

    name: str
    before: str
    after: str


class ImportChange(models.Model):
    """What an import does to one record. Its values are those of the importer, as JSON."""

    class Action(models.TextChoices):
        CREATE = "create", "New"
        UPDATE = "update", "Changed"
        UNCHANGED = "unchanged", "The same"
        REFUSE = "refuse", "Left out"

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    part = models.CharField(max_length=200, blank=True)
    line = models.PositiveIntegerField()
    key = models.CharField(max_length=300)
    label = models.CharField(max_length=300)
    action = models.CharField(max_length=10, choices=Action)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    note = models.TextField(blank=True)
    error = models.TextField(blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="import_change_has_its_position", fields=["job", "position"]),
            models.UniqueConstraint(
                name="import_changes_a_record_once", fields=["job", "key"], condition=~Q(action="refuse")
            ),
            models.CheckConstraint(name="import_change_refused_says_why", condition=~Q(action="refuse") | ~Q(error="")),
            models.CheckConstraint(
                name="import_change_undone_was_applied",
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def place(self) -> str:
        """Where in the file the record stands, in words."""
        return f"{self.part}, line {self.line}" if self.part else f"Line {self.line}"

    def differences(self) -> Iterator[FieldDifference]:
        """The fields that differ. For a new record, all that have a value."""
        before, after = self.before or {}, self.after or {}
        for name, value in after.items():
            if before.get(name) != value and (self.before is not None or value not in (None, "", [])):
                was, now = _without_what_is_alike(before.get(name), value)
                yield FieldDifference(name.replace("_", " "), in_words(was), in_words(now))


def _without_what_is_alike(before: object, after: object) -> tuple[object, object]:
    """Of two tables (lists of rows) only the rows that differ: hundreds that do not would hide them."""
    tables = [table for table in (before, after) if isinstance(table, list) and table and isinstance(table[0], dict)]
    if len(tables) < 2:
        return before, after
    return [row for row in before if row not in after], [row for row in after if row not in before]


def in_words(value: object, *, between: str = "; ") -> str:
    """A value as staff read it: "Carter, E.; OECD" for two authors, "empty" for none."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        value = between.join(in_words(part, between=", ") for part in value if part not in (None, "", []))
    return "empty" if value in (None, "") else str(value)
