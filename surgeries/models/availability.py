"""When an adviser is there: weekly rules in local time, and exceptions to them."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from surgeries.models.advisers import AdviserProfile
from surgeries.models.formats import formats_constraint, formats_field

HOME_ZONE = "Europe/London"


def validate_zone(name: str) -> None:
    """Refuse what is not a time zone."""
    if name not in available_timezones():
        raise ValidationError(f"{name} is not a time zone. Write it as region and city, such as {HOME_ZONE}.")


class AvailabilityRule(models.Model):
    """A weekly time, as the clock on the adviser's wall shows it."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    class Duration(models.IntegerChoices):
        HALF_AN_HOUR = 30, "30 minutes"
        THREE_QUARTERS = 45, "45 minutes"
        AN_HOUR = 60, "60 minutes"

    class Rhythm(models.IntegerChoices):
        WEEKLY = 1, "Every week"
        FORTNIGHTLY = 2, "Every two weeks"
        MONTHLY = 4, "Every four weeks"

    adviser = models.ForeignKey(AdviserProfile, on_delete=models.PROTECT, related_name="rules")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    start_local = models.TimeField("from")
    end_local = models.TimeField("until")
    tz = models.CharField("time zone", max_length=60, default=HOME_ZONE, validators=[validate_zone])
    duration_minutes = models.PositiveSmallIntegerField("each lasts", choices=Duration, default=Duration.THREE_QUARTERS)
    gap_minutes = models.PositiveSmallIntegerField(
        "minutes between", null=True, blank=True, help_text="Left empty: as the adviser's profile says."
    )
    every_n_weeks = models.PositiveSmallIntegerField("how often", choices=Rhythm, default=Rhythm.WEEKLY)
    anchor_date = models.DateField(
        "counting from",
        null=True,
        blank=True,
        help_text="A day in a week in which it happens. Not needed for every week.",
    )
    valid_from = models.DateField("first day", null=True, blank=True)
    valid_to = models.DateField("last day", null=True, blank=True)
    formats = formats_field(default=list)
    is_active = models.BooleanField("in use", default=True, help_text="Untick to make no more times from this rule.")

    class Meta:
        verbose_name = "weekly rule"
        ordering = ["adviser", "weekday", "start_local"]
        constraints = [
            models.CheckConstraint(
                name="rule_weekday_is_one",
                condition=Q(weekday__range=(0, 6)),
                violation_error_message="Choose a day of the week.",
            ),
            models.CheckConstraint(
                name="rule_ends_after_it_starts",
                condition=Q(end_local__gt=F("start_local")),
                violation_error_message="The end must be later than the start, on the same day.",
            ),
            models.CheckConstraint(
                name="rule_duration_is_offered",
                condition=Q(duration_minutes__in=[30, 45, 60]),
                violation_error_message="A surgery lasts 30, 45 or 60 minutes.",
            ),
            models.CheckConstraint(
                name="rule_gap_is_sane",
                condition=Q(gap_minutes__isnull=True) | Q(gap_minutes__lte=120),
                violation_error_message="Leave at most 120 minutes between two surgeries.",
            ),
            models.CheckConstraint(
                name="rule_rhythm_has_its_anchor",
                condition=Q(every_n_weeks=1) | Q(every_n_weeks__in=[2, 4], anchor_date__isnull=False),
                violation_error_message="Say from which week to count.",
            ),
            models.CheckConstraint(
                name="rule_days_are_in_order",
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                violation_error_message="The last day cannot lie before the first.",
            ),
            formats_constraint("rule_meets_in_some_way"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start_local:%H:%M} to {self.end_local:%H:%M}, {self.adviser}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.tz)

    @property
    def gap(self) -> int:
        """Minutes left free after each surgery."""
        return self.adviser.buffer_minutes if self.gap_minutes is None else self.gap_minutes

    def clean(self) -> None:
        super().clean()
        if self.start_local and self.end_local and self.duration_minutes:
            minutes = _minutes(self.end_local) - _minutes(self.start_local)
            if 0 < minutes < self.duration_minutes:
                raise ValidationError(
                    {"end_local": f"Not even one surgery of {self.duration_minutes} minutes fits in."}
                )
        if self.adviser_id and not set(self.formats or []) <= set(self.adviser.formats):
            raise ValidationError({"formats": "The adviser does not meet people in all of these ways."})

    def falls_on(self, day: date) -> bool:
        """Whether the rule holds on this day, exceptions aside."""
        if not self.is_active or day.weekday() != self.weekday:
            return False
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return self.every_n_weeks == 1 or (_week(day) - _week(self.anchor_date)) % self.every_n_weeks == 0


class AvailabilityException(models.Model):
    """Days, or hours of days, on which an adviser (or everyone) is away, or is there besides the rules."""

    class Kind(models.TextChoices):
        CLOSED = "closed", "Away"
        EXTRA = "extra", "There besides the rules"

    adviser = models.ForeignKey(
        AdviserProfile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="exceptions",
        help_text="Left empty: all advisers.",
    )
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.CLOSED)
    starts_local_date = models.DateField("first day")
    ends_local_date = models.DateField("last day")
    start_local = models.TimeField("from", null=True, blank=True, help_text="Left empty: the whole day.")
    end_local = models.TimeField("until", null=True, blank=True)
    note = models.CharField(max_length=200, blank=True, help_text="For colleagues.")

    class Meta:
        verbose_name = "exception"
        ordering = ["starts_local_date", "pk"]
        constraints = [
            models.CheckConstraint(
                name="exception_days_are_in_order",
                condition=Q(ends_local_date__gte=F("starts_local_date")),
                violation_error_message="The last day cannot lie before the first.",
            ),
            models.CheckConstraint(
                name="exception_hours_are_in_order",
                condition=Q(start_local__isnull=True, end_local__isnull=True)
                | Q(start_local__isnull=False, end_local__isnull=False, end_local__gt=F("start_local")),
                violation_error_message="Give both hours, the later one second, or neither.",
            ),
            models.CheckConstraint(
                name="exception_extra_is_someones_hours",
                condition=Q(kind="closed") | Q(kind="extra", adviser__isnull=False, start_local__isnull=False),
                violation_error_message="For extra times, say whose they are and from when until when.",
            ),
        ]

    def __str__(self) -> str:
        days = f"{self.starts_local_date:%-d %B %Y} to {self.ends_local_date:%-d %B %Y}"
        return f"{self.get_kind_display()}, {days}, {self.adviser or 'everyone'}"

    def covers(self, day: date) -> bool:
        return self.starts_local_date <= day <= self.ends_local_date


def _minutes(clock) -> int:
    return clock.hour * 60 + clock.minute


def _week(day: date) -> int:
    """The number of the week, counted without a break over the years; weeks begin on Monday."""
    return (day.toordinal() - 1) // 7
