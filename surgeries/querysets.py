"""Reads on advisers, times and bookings."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Greatest, TruncTime, TruncWeek

from surgeries.states import LIVE, WAITING
from surgeries.wording import LONDON, whole_day


class AdviserQuerySet(models.QuerySet):
    """People who hold surgeries."""

    def bookable(self) -> "AdviserQuerySet":
        """Those who take bookings: they agreed, or are examples."""
        return self.filter(is_active=True)

    def with_topics(self) -> "AdviserQuerySet":
        return self.prefetch_related("topics").order_by("is_example", "public_name", "pk")


class SlotQuerySet(models.QuerySet):
    """Times."""

    def standing(self) -> "SlotQuerySet":
        """Those that are not withdrawn."""
        return self.exclude(status="withdrawn")

    def booked(self) -> "SlotQuerySet":
        """Those that a live booking holds."""
        return self.filter(bookings__status__in=LIVE)

    def with_hold(self) -> "SlotQuerySet":
        """With `is_held`: whether a live booking has it."""
        held = self.model.bookings.rel.related_model.objects.filter(slot=OuterRef("pk"), status__in=LIVE)
        return self.annotate(is_held=Exists(held))

    def mondays(self) -> models.QuerySet:
        """Each week's Monday with each set of formats that an adviser's times offer, with that adviser's key and
        what their name is made of: what there is, in few rows."""
        week = TruncWeek("starts_at", tzinfo=LONDON, output_field=models.DateField())
        about = ("formats", "adviser_id", "adviser__public_name", "adviser__is_example")
        return self.select_related(None).order_by(week).values_list(week, *about).distinct()

    def nearest(self, to: datetime) -> "SlotQuerySet":
        """Those closest to a moment first; of two as close, the sooner."""
        since, until = models.F("starts_at") - to, to - models.F("starts_at")
        distance = Greatest(since, until, output_field=models.DurationField())
        return self.order_by(distance, "starts_at", "pk")

    def free(self, *, earliest: datetime, latest: datetime) -> "SlotQuerySet":
        """Open, held by nobody, of an adviser who takes bookings, from the earliest start to the latest."""
        offered = self.filter(status="open", adviser__is_active=True, starts_at__range=(earliest, latest))
        return offered.exclude(bookings__status__in=LIVE)

    def unbooked(self, *, after: datetime) -> "SlotQuerySet":
        """Open and to come, held by nobody: what staff can give, whom neither notice nor horizon binds."""
        return self.filter(status="open", adviser__is_active=True, starts_at__gt=after).exclude(
            bookings__status__in=LIVE
        )

    def as_listed(self) -> "SlotQuerySet":
        """Only what tells people of a time."""
        adviser = [f"adviser__{name}" for name in ("public_name", "is_example", "bio_line", "is_active")]
        return self.select_related("adviser").only("uuid", "starts_at", "ends_at", "formats", "status", *adviser)

    def soonest_first(self) -> "SlotQuerySet":
        return self.select_related("adviser").order_by("starts_at", "pk")

    def of_user(self, user) -> "SlotQuerySet":
        return self.filter(adviser__user=user)


class BookingQuerySet(models.QuerySet):
    """Bookings."""

    def live(self) -> "BookingQuerySet":
        return self.filter(status__in=LIVE)

    def waiting(self, *, now: datetime) -> "BookingQuerySet":
        """Still to come: confirmed or asked for."""
        return self.filter(status__in=WAITING, slot__starts_at__gt=now)

    def during(self, away) -> "BookingQuerySet":
        """Those in the days and hours of an exception, of its adviser or of all, on London's clock."""
        first, last = whole_day(away.starts_local_date)[0], whole_day(away.ends_local_date)[1]
        found = self.filter(slot__starts_at__range=(first, last))
        if away.adviser_id:
            found = found.filter(slot__adviser=away.adviser_id)
        if away.start_local:
            hours = {
                "begins": TruncTime("slot__starts_at", tzinfo=LONDON),
                "ends": TruncTime("slot__ends_at", tzinfo=LONDON),
            }
            found = found.annotate(**hours).filter(begins__lt=away.end_local, ends__gt=away.start_local)
        return found

    def of_email(self, email_norm: str) -> "BookingQuerySet":
        return self.filter(contact__email_norm=email_norm)

    def unreachable(self) -> "BookingQuerySet":
        """Those whose mail came back, the next first."""
        return self.filter(contact__email_bounced_at__isnull=False).order_by("slot__starts_at", "pk")

    def of_user(self, user) -> "BookingQuerySet":
        """Those that this adviser holds."""
        return self.filter(slot__adviser__user=user)

    def with_everything(self) -> "BookingQuerySet":
        """With all that a page or a message shows."""
        return self.select_related("slot__adviser", "contact", "topic", "journey_stage", "step")

    def with_needs_since_over(self, moment: datetime) -> "BookingQuerySet":
        """Those whose session ended before this moment and that still hold access needs."""
        return self.filter(slot__ends_at__lt=moment).exclude(access_needs="")

    def with_names_since_over(self, moment: datetime) -> "BookingQuerySet":
        """Those whose session ended before this moment and that still hold personal details."""
        return self.filter(slot__ends_at__lt=moment, anonymised_at__isnull=True)
