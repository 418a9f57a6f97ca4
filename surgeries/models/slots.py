"""Times at which an adviser can be met: rows, so that the database can refuse what must not be."""

import uuid
from datetime import datetime, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from surgeries import wording
from surgeries.models.advisers import AdviserProfile
from surgeries.models.availability import AvailabilityRule
from surgeries.models.formats import formats_constraint, formats_field, in_short
from surgeries.querysets import SlotQuerySet


class TsTzRange(Func):
    """The span of time between two columns, its end not included: surgeries may touch."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Slot(models.Model):
    """One time of one adviser. Withdrawn, never deleted, once someone has booked it."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Origin(models.TextChoices):
        RULE = "rule", "From a rule"
        MANUAL = "manual", "Added by hand"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    adviser = models.ForeignKey(AdviserProfile, on_delete=models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    formats = formats_field(default=list)
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN, editable=False)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.MANUAL, editable=False)
    rule = models.ForeignKey(
        AvailabilityRule, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="slots"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = "surgery time"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="slot_of_adviser_starts_once",
                fields=["adviser", "starts_at"],
                condition=~Q(status="withdrawn"),
                violation_error_message="This adviser already has a time that starts then.",
            ),
            ExclusionConstraint(
                name="slot_of_adviser_overlaps_no_other",
                expressions=[
                    ("adviser", RangeOperators.EQUAL),
                    (TsTzRange("starts_at", "ends_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="withdrawn"),
                violation_error_message="This adviser already has a time that overlaps with this one.",
            ),
            models.CheckConstraint(
                name="slot_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="The end must be later than the start.",
            ),
            models.CheckConstraint(
                name="slot_lasts_15_to_120_minutes",
                condition=Q(ends_at__gte=F("starts_at") + timedelta(minutes=15))
                & Q(ends_at__lte=F("starts_at") + timedelta(minutes=120)),
                violation_error_message="A surgery lasts between 15 and 120 minutes.",
            ),
            models.CheckConstraint(
                name="slot_status_is_known",
                condition=Q(status__in=["open", "withdrawn"]),
                violation_error_message="A time is open or withdrawn.",
            ),
            formats_constraint("slot_meets_in_some_way"),
        ]
        indexes = [models.Index(name="slot_open_by_time", fields=["starts_at"], condition=Q(status="open"))]

    def __str__(self) -> str:
        return f"{wording.day_and_time(self.starts_at)}, {self.adviser}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def formats_in_short(self) -> str:
        return in_short(self.formats)

    @property
    def time(self) -> str:
        return wording.time(self.starts_at)

    @property
    def end_time(self) -> str:
        return wording.time(self.ends_at)

    @property
    def day(self) -> str:
        return wording.day(self.starts_at)

    @property
    def in_words(self) -> str:
        """`Tuesday 3 March 2026, 10am to 10:45am (UK time)`"""
        return f"{self.day}, {self.time} to {self.end_time} (UK time)"

    @property
    def brief(self) -> str:
        """`Tue 3 Mar, 10am`, for a list of the coming weeks."""
        at = wording.local(self.starts_at)
        return f"{at:%a %-d %b}, {self.time}"

    def is_offered(self, *, earliest: datetime, latest: datetime) -> bool:
        """Open, of an adviser who takes bookings, and between the earliest start and the latest (querysets.free)."""
        return not self.is_withdrawn and self.adviser.is_active and earliest <= self.starts_at <= latest

    def has_started(self, *, now: datetime) -> bool:
        return self.starts_at <= now

    def withdraw(self, *, reason: str) -> None:
        """Take the time off the list. A live booking on it must have been cancelled first (actions.withdraw)."""
        self.status, self.withdrawn_reason = self.Status.WITHDRAWN, reason
        self.save(update_fields=["status", "withdrawn_reason"])
