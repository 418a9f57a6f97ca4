"""Makes the times of the coming weeks from the rules. Running it twice, or twice at once, changes nothing more."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from surgeries.models import AdviserProfile, AvailabilityException, BankHoliday, Booking, BookingEvent, Slot
from surgeries.times.availability import RULE_CHANGED, Plan, Situation, make_plan
from surgeries.times.rules import booking_rules
from surgeries.wording import LONDON, local


@dataclass
class Report:
    """What was made, taken away and left out, and the held times that no rule stands for any more."""

    made: int = 0
    removed: int = 0
    plans: dict[AdviserProfile, Plan] = field(default_factory=dict)

    @property
    def skipped(self) -> int:
        return sum(len(plan.skipped) for plan in self.plans.values())

    @property
    def astray(self) -> list[Slot]:
        return [slot for plan in self.plans.values() for slot in plan.booked_astray]


def generate(*, now: datetime, advisers=None) -> Report:
    """Bring the times of these advisers (or of all who take bookings) in line with their rules, each on its own."""
    report = Report()
    chosen = AdviserProfile.objects.bookable() if advisers is None else advisers
    for adviser in chosen.order_by("pk"):
        made, removed, plan = _generate_for(adviser.pk, now)
        report.made, report.removed = report.made + made, report.removed + removed
        report.plans[adviser] = plan
    return report


def preview(adviser: AdviserProfile, *, now: datetime) -> Plan:
    """What `generate` would do for this adviser."""
    first, last = _span(now)
    return make_plan(_situation(adviser, first, last), first=first, last=last, now=now)


@transaction.atomic
def _generate_for(adviser_pk: int, now: datetime) -> tuple[int, int, Plan]:
    # The lock lets a second run wait, so that it plans with what the first one made.
    adviser = AdviserProfile.objects.select_for_update().get(pk=adviser_pk)
    plan = preview(adviser, now=now)
    removed = _remove(plan.remove)
    # What has come in between in spite of the lock, say by hand, is left out by the constraints.
    made = Slot.objects.bulk_create(plan.create, ignore_conflicts=True)
    return len(made), removed, plan


def _remove(slots: list[Slot]) -> int:
    """Delete times that nobody ever booked; withdraw the others. One that is just being booked is left alone."""
    wanted = Slot.objects.filter(pk__in=[slot.pk for slot in slots]).exclude(
        pk__in=Booking.objects.live().values("slot_id")
    )
    locked = list(wanted.select_for_update(skip_locked=True))
    mentioned = Q(bookings__isnull=False)
    used = set(Slot.objects.filter(mentioned, pk__in=[slot.pk for slot in locked]).values_list("pk", flat=True))
    used |= _named_in_history([slot.pk for slot in locked])
    for slot in locked:
        if slot.pk in used:
            slot.withdraw(reason=RULE_CHANGED)
    Slot.objects.filter(pk__in=[slot.pk for slot in locked if slot.pk not in used]).delete()
    return len(locked)


def _named_in_history(pks: list[int]) -> set[int]:
    """Times that a booking once had."""
    rows = BookingEvent.objects.filter(Q(from_slot__in=pks) | Q(to_slot__in=pks)).values_list("from_slot", "to_slot")
    return {pk for row in rows for pk in row if pk in pks}


def _span(now: datetime) -> tuple[date, date]:
    today = local(now).date()
    return today, today + timedelta(weeks=booking_rules.get_from_database().horizon_weeks)


def _situation(adviser: AdviserProfile, first: date, last: date) -> Situation:
    rules = list(adviser.rules.filter(is_active=True).order_by("weekday", "start_local", "pk"))
    for rule in rules:
        rule.adviser = adviser
    ours = Q(adviser=adviser) | Q(adviser__isnull=True)
    exceptions = AvailabilityException.objects.filter(ours, starts_local_date__lte=last, ends_local_date__gte=first)
    holidays = BankHoliday.objects.filter(nation=adviser.nation, day__range=(first, last))
    slots = list(adviser.slots.filter(ends_at__gt=_midnight(first)).order_by("starts_at"))
    held = Booking.objects.live().filter(slot__adviser=adviser).values_list("slot_id", flat=True)
    return Situation(
        adviser=adviser,
        rules=rules,
        exceptions=list(exceptions),
        days_off={holiday.day: holiday.name for holiday in holidays},
        slots=slots,
        held=frozenset(held),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)


def by_reason(plan: Plan) -> dict[str, int]:
    """How many times are left out, by the reason."""
    counts: dict[str, int] = defaultdict(int)
    for skipped in plan.skipped:
        counts[skipped.reason] += 1
    return dict(counts)
