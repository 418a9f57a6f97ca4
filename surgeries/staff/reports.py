"""What surgeries come to: by topic, stage and month, how full, how early, and what was asked for in vain."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Count, F, Q, QuerySet, TextChoices
from django.db.models.functions import TruncMonth

from surgeries.models import Booking, Feedback, Slot, SurgeryRequest
from surgeries.states import LIVE, Status
from surgeries.wording import LONDON, whole_day

MOST_COMMENTS = 20
COUNTS = {
    "booked": Count("pk", filter=Q(status__in=LIVE)),
    "attended": Count("pk", filter=Q(status=Status.ATTENDED)),
    "missed": Count("pk", filter=Q(status=Status.NO_SHOW)),
    "cancelled": Count("pk", filter=Q(status=Status.CANCELLED)),
}


@dataclass(frozen=True)
class Line:
    """How many surgeries of one kind were booked, took place, were missed and were cancelled."""

    label: str
    booked: int
    attended: int
    missed: int
    cancelled: int


@dataclass(frozen=True)
class Table:
    """Lines under a heading; `of` names what each line is about."""

    heading: str
    of: str
    lines: list[Line]


@dataclass(frozen=True)
class Report:
    """A period. Shares are per cent, `lead_days` the median days from booking to session; None where there is none."""

    since: date
    until: date
    tables: list[Table]
    fill_rate: int | None
    attendance_rate: int | None
    lead_days: float | None
    unmet: list[tuple[str, int]]
    helped: list[tuple[str, int]]
    heard: list[tuple[str, int]]
    comments: list[Feedback]

    @property
    def feedback_total(self) -> int:
        return sum(count for _, count in self.helped)

    @property
    def unmet_total(self) -> int:
        return sum(count for _, count in self.unmet)


def report(since: date, until: date, *, now: datetime) -> Report:
    """Of sessions from one of London's days to another, both included: ten queries, however many there were."""
    period = (whole_day(since)[0], whole_day(until)[1])
    bookings = Booking.objects.filter(slot__starts_at__range=period)
    tables = [
        Table("By topic", "Topic", _lines(bookings, "topic__label")),
        Table("By stage", "Stage", _lines(bookings, "journey_stage__label")),
        Table("By month", "Month", _by_month(bookings)),
    ]
    ended = bookings.aggregate(**COUNTS)
    said = Feedback.objects.filter(booking__in=bookings).order_by()
    return Report(
        since=since,
        until=until,
        tables=tables,
        fill_rate=_fill_rate(period, now),
        attendance_rate=_share(ended["attended"], ended["attended"] + ended["missed"]),
        lead_days=_lead_days(bookings),
        unmet=_unmet(period),
        helped=_chosen(said, "helped", Feedback.Helped),
        heard=_chosen(said.exclude(heard=""), "heard", Feedback.Heard),
        comments=list(said.exclude(comment="").select_related("booking").order_by("-created_at", "pk")[:MOST_COMMENTS]),
    )


def _lines(bookings: QuerySet, label: str) -> list[Line]:
    rows = bookings.order_by().values(label=F(label)).annotate(**COUNTS).order_by("-booked", "label")
    return [Line(**row) for row in rows]


def _by_month(bookings: QuerySet) -> list[Line]:
    month = TruncMonth("slot__starts_at", tzinfo=LONDON)
    rows = bookings.order_by().annotate(month=month).values("month").annotate(**COUNTS).order_by("month")
    return [Line(label=f"{row.pop('month'):%B %Y}", **row) for row in rows]


def _fill_rate(period: tuple[datetime, datetime], now: datetime) -> int | None:
    """Of the times that were offered and have begun, how many were booked."""
    begun = Slot.objects.standing().filter(starts_at__range=period, starts_at__lte=now)
    counted = begun.aggregate(
        offered=Count("pk", distinct=True), taken=Count("pk", filter=Q(bookings__status__in=LIVE), distinct=True)
    )
    return _share(counted["taken"], counted["offered"])


def _lead_days(bookings: QuerySet) -> float | None:
    made = bookings.filter(status__in=LIVE).order_by().values_list("slot__starts_at", "created_at")
    days = [(starts - created).total_seconds() / 86400 for starts, created in made]
    return round(median(days), 1) if days else None


def _unmet(period: tuple[datetime, datetime]) -> list[tuple[str, int]]:
    """Requests for which no time suited, by topic."""
    asked = SurgeryRequest.objects.filter(created_at__range=period).order_by()
    return list(asked.values_list("topic__label").annotate(count=Count("pk")).order_by("-count", "topic__label"))


def _chosen(said: QuerySet, name: str, choices: type[TextChoices]) -> list[tuple[str, int]]:
    """How often each answer was given, in the order in which they are offered."""
    counts = dict(said.values_list(name).annotate(count=Count("pk")))
    return [(choice.label, counts[choice.value]) for choice in choices if choice.value in counts]


def _share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
