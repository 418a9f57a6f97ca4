"""Reads on events. An event is over when it has ended, never when it has begun."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from wagtail.models import PageQuerySet

KEPT_IN_CALENDARS = timedelta(days=180)  # how long a past event stays in the calendar to subscribe to


class EventQuerySet(PageQuerySet):
    """Event pages."""

    def upcoming(self, *, now: datetime) -> "EventQuerySet":
        """Those that have not ended: what is on now is upcoming."""
        return self.filter(ends_at__gt=now)

    def past(self, *, now: datetime) -> "EventQuerySet":
        """Those that have ended, and those without a date, which only past events lack."""
        return self.filter(Q(ends_at__lte=now) | Q(ends_at__isnull=True))

    def soonest_first(self) -> "EventQuerySet":
        return self.order_by("starts_at", "pk")

    def latest_first(self) -> "EventQuerySet":
        """The archive's order; those of which not even the year is known stand last."""
        return self.order_by(F("sort_date").desc(nulls_last=True), F("starts_at").desc(nulls_last=True), "title", "pk")

    def about(self, theme: str) -> "EventQuerySet":
        """Those with this theme (a topic's slug)."""
        return self.filter(topics__slug=theme) if theme else self

    def in_year(self, year: int | None) -> "EventQuerySet":
        return self.filter(sort_date__year=year) if year else self

    def dated(self) -> "EventQuerySet":
        return self.filter(starts_at__isnull=False)

    def for_calendars(self, *, now: datetime) -> "EventQuerySet":
        """What a calendar program is told: what is to come and what ended in the last half year."""
        return self.live().public().filter(ends_at__gt=now - KEPT_IN_CALENDARS).soonest_first()

    def themes(self) -> list[tuple[str, str]]:
        """(slug, name) of the themes that these events have, by name."""
        found = self.filter(topics__isnull=False).order_by("topics__name")
        return list(found.values_list("topics__slug", "topics__name").distinct())

    def years(self) -> list[int]:
        """The years of these events, latest first."""
        return [day.year for day in self.dates("sort_date", "year", order="DESC")]

    def like(self, topics: models.QuerySet, *, but: int) -> "EventQuerySet":
        """Live events with any of these themes, the one with most in common first."""
        found = self.live().filter(topics__in=topics).exclude(pk=but)
        shared = found.annotate(shared=models.Count("topics", distinct=True))
        return shared.order_by("-shared", F("sort_date").desc(nulls_last=True), "pk")
