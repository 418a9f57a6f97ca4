"""Reads on events. An event is over when it has ended, never when it has begun."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from wagtail.models import PageQuerySet

from golab.pages.finder.words import matching
from golab.search.models import SearchDocument
from golab.search.writing import CONFIGURATION
from golab.taxonomy.area import AREA_POINTS, COUNTRY, NATION, UK, MyArea

UPCOMING, PAST = "upcoming", "past"
PARTS = [(UPCOMING, "Coming up"), (PAST, "Past")]
KEPT_IN_CALENDARS = timedelta(days=180)  # how long a past event stays in the calendar to subscribe to


def _takes_place_in(level: int, code: str) -> Q:
    """In this council, region or nation, or in a place within it."""
    within = Q(place=code) | Q(place__parent=code)
    return Q(part=UPCOMING) & (within | Q(place__parent__parent=code) if level == NATION else within)


def _names(name: str) -> Q:
    return Q(part=UPCOMING, place__isnull=True, venue__icontains=name)


class EventQuerySet(PageQuerySet):
    """Event pages."""

    def upcoming(self, *, now: datetime) -> "EventQuerySet":
        """Those that have not ended: what is on now is upcoming."""
        return self.filter(ends_at__gt=now)

    def soonest_first(self) -> "EventQuerySet":
        return self.order_by("starts_at", "pk")

    def for_list(self, *, now: datetime) -> "EventQuerySet":
        """Annotated with `part` (what has no date is past) and `next_at`, which orders what comes and only that."""
        ahead = Q(ends_at__gt=now)
        return self.annotate(
            part=Case(When(ahead, then=Value(UPCOMING)), default=Value(PAST), output_field=models.CharField()),
            next_at=Case(When(ahead, then=F("starts_at")), default=None, output_field=models.DateTimeField()),
        )

    def matching(self, words: str) -> "EventQuerySet":
        """Those in which search knows the words, annotated with `relevance`."""
        known = matching(
            SearchDocument.objects.filter(kind="event"), words, vector="vector", configuration=CONFIGURATION
        )
        relevance = known.filter(key=OuterRef("slug")).values("relevance")[:1]
        return self.annotate(relevance=Subquery(relevance)).filter(relevance__isnull=False)

    def near(self, area: MyArea) -> "EventQuerySet":
        """What comes (see `for_list`) annotated with `near_area`, `near_place` and `nearness`, the rest with 0.

        An event without a place is near where its venue names one; `is_near_by_name` says so.
        """
        places = [When(_takes_place_in(level, code), then=Value(level)) for level, code, _ in area.places]
        if area.country_code == UK:  # every place is in the United Kingdom
            places.append(When(Q(part=UPCOMING, place__isnull=False), then=Value(COUNTRY)))
        places += [When(_names(name), then=Value(level)) for level, _, name in area.places]
        has_area = self.model.policy_areas.through.objects.filter(
            eventpage=OuterRef("pk"), policyarea=area.policy_area_pk
        )
        nothing = Value(0, models.IntegerField())
        return self.annotate(
            near_place=Case(*places, default=nothing) if places else nothing,
            is_near_by_name=models.ExpressionWrapper(Q(place__isnull=True), models.BooleanField()),
            near_area=Case(When(Q(Exists(has_area), part=UPCOMING), then=Value(1)), default=nothing),
        ).annotate(nearness=AREA_POINTS * F("near_area") + F("near_place"))

    def dated(self) -> "EventQuerySet":
        return self.filter(starts_at__isnull=False)

    def for_calendars(self, *, now: datetime) -> "EventQuerySet":
        """What a calendar program is told: what is to come and what ended in the last half year."""
        return self.live().public().filter(ends_at__gt=now - KEPT_IN_CALENDARS).soonest_first()

    def years(self) -> list[int]:
        """The years of these events, latest first."""
        return [day.year for day in self.dates("sort_date", "year", order="DESC")]

    def like(self, topics: models.QuerySet, *, but: int) -> "EventQuerySet":
        """Live events with any of these themes, the one with most in common first."""
        found = self.live().filter(topics__in=topics).exclude(pk=but)
        shared = found.annotate(shared=models.Count("topics", distinct=True))
        return shared.order_by("-shared", F("sort_date").desc(nulls_last=True), "pk")
