"""From weekly rules to times: what would be made, what is left out and why. Reads and writes nothing itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from surgeries.models import AdviserProfile, AvailabilityException, AvailabilityRule, Slot
from surgeries.models.availability import HOME_ZONE

RULE_CHANGED = "The weekly rule no longer holds."


@dataclass(frozen=True)
class Skipped:
    """A time that is not made: when it would begin on the local clock, and why not, in words."""

    at: datetime
    reason: str


@dataclass
class Plan:
    """What making one adviser's times comes to. `booked_astray` are held times that no rule stands for any more."""

    create: list[Slot] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    remove: list[Slot] = field(default_factory=list)
    booked_astray: list[Slot] = field(default_factory=list)


@dataclass(frozen=True)
class Window:
    """Hours of one day on the wall's clock, in which times of one length are offered."""

    day: date
    start: time
    end: time
    minutes: int
    gap: int
    zone: ZoneInfo
    formats: list[str]
    rule: AvailabilityRule | None

    def starts(self) -> Iterator[datetime]:
        """Wall-clock starts, without a zone."""
        at, end = datetime.combine(self.day, self.start), datetime.combine(self.day, self.end)
        while at + timedelta(minutes=self.minutes) <= end:
            yield at
            at += timedelta(minutes=self.minutes + self.gap)


@dataclass(frozen=True)
class Situation:
    """What there is to know about an adviser: rules, exceptions (theirs and everyone's), days off by date with their
    names, the times that stand or were withdrawn, and the pks of those that a live booking holds."""

    adviser: AdviserProfile
    rules: list[AvailabilityRule]
    exceptions: list[AvailabilityException]
    days_off: dict[date, str]
    slots: list[Slot]
    held: frozenset[int]


def make_plan(situation: Situation, *, first: date, last: date, now: datetime) -> Plan:
    """The plan for the days from `first` to `last`, both included. Nothing is planned before `now`."""
    plan = Plan()
    wanted: dict[datetime, Slot] = {}
    for window in _windows(situation, first, last, plan):
        for slot in _slots_in(window, situation, plan):
            if slot.starts_at > now:
                wanted.setdefault(slot.starts_at, slot)
    _compare(wanted, situation, plan, now, last)
    return plan


def _windows(situation: Situation, first: date, last: date, plan: Plan) -> Iterator[Window]:
    """The hours that rules and extra times offer, days off and days away left out."""
    adviser = situation.adviser
    for day in _days(first, last):
        for rule in situation.rules:
            if not rule.falls_on(day):
                continue
            if reason := _closed_all_day(day, situation):
                plan.skipped.append(Skipped(datetime.combine(day, rule.start_local), reason))
                continue
            yield Window(day, rule.start_local, rule.end_local, rule.duration_minutes, rule.gap, rule.zone,
                         rule.formats, rule)  # fmt: skip
        for extra in situation.exceptions:
            if extra.kind == AvailabilityException.Kind.EXTRA and extra.covers(day):
                yield Window(day, extra.start_local, extra.end_local, adviser.default_duration,
                             adviser.buffer_minutes, ZoneInfo(HOME_ZONE), adviser.formats, None)  # fmt: skip


def _closed_all_day(day: date, situation: Situation) -> str:
    if day in situation.days_off:
        return f"Bank holiday: {situation.days_off[day]}"
    closed = [one for one in _closed(situation, day) if one.start_local is None]
    return f"Away{': ' + closed[0].note if closed[0].note else ''}" if closed else ""


def _closed(situation: Situation, day: date) -> list[AvailabilityException]:
    kind = AvailabilityException.Kind.CLOSED
    return [one for one in situation.exceptions if one.kind == kind and one.covers(day)]


def _slots_in(window: Window, situation: Situation, plan: Plan) -> Iterator[Slot]:
    for wall in window.starts():
        starts_at = wall.replace(tzinfo=window.zone, fold=0).astimezone(UTC)
        if starts_at.astimezone(window.zone).replace(tzinfo=None) != wall:
            plan.skipped.append(Skipped(wall, "The clocks go forward: this time does not exist."))
            continue
        if window.rule and _is_away(wall, window, situation):
            plan.skipped.append(Skipped(wall, "Away"))
            continue
        yield Slot(
            adviser=situation.adviser,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=window.minutes),
            formats=list(window.formats),
            origin=Slot.Origin.RULE,
            rule=window.rule,
        )


def _is_away(wall: datetime, window: Window, situation: Situation) -> bool:
    """Whether hours away overlap with the time that begins then."""
    starts, ends = wall.time(), (wall + timedelta(minutes=window.minutes)).time()
    return any(
        one.start_local and one.start_local < ends and starts < one.end_local for one in _closed(situation, window.day)
    )


def _compare(wanted: dict[datetime, Slot], situation: Situation, plan: Plan, now: datetime, last: date) -> None:
    """Sort what is wanted and what there is into make, leave out, take away, and booked against the rules."""
    standing = [slot for slot in situation.slots if not slot.is_withdrawn]
    withdrawn = {slot.starts_at for slot in situation.slots if slot.is_withdrawn
                 and slot.withdrawn_reason != RULE_CHANGED}  # fmt: skip
    keep = _kept(standing, wanted, situation.held, now)
    plan.remove = [slot for slot in standing if slot not in keep]
    plan.booked_astray = [slot for slot in keep if slot.pk in situation.held and _is_astray(slot, wanted, now, last)]
    taken = list(keep)
    for starts_at, slot in sorted(wanted.items()):
        at = starts_at.astimezone(ZoneInfo(HOME_ZONE)).replace(tzinfo=None)
        if any(one.starts_at == starts_at for one in keep):
            continue
        if starts_at in withdrawn:
            plan.skipped.append(Skipped(at, "Withdrawn by staff"))
        elif any(slot.starts_at < one.ends_at and one.starts_at < slot.ends_at for one in taken):
            plan.skipped.append(Skipped(at, "Overlaps another time of this adviser"))
        else:
            plan.create.append(slot)
            taken.append(slot)


def _kept(standing: Iterable[Slot], wanted: dict[datetime, Slot], held: frozenset[int], now: datetime) -> list[Slot]:
    """What stays: all that is past, booked or added by hand, and of the rest what the rules still want as it is."""
    return [
        slot
        for slot in standing
        if slot.starts_at <= now or slot.pk in held or slot.origin == Slot.Origin.MANUAL or _is_wanted(slot, wanted)
    ]


def _is_wanted(slot: Slot, wanted: dict[datetime, Slot]) -> bool:
    same = wanted.get(slot.starts_at)
    return same is not None and same.ends_at == slot.ends_at and same.formats == slot.formats


def _is_astray(slot: Slot, wanted: dict[datetime, Slot], now: datetime, last: date) -> bool:
    is_ahead = slot.starts_at > now and slot.starts_at.astimezone(ZoneInfo(HOME_ZONE)).date() <= last
    return is_ahead and slot.origin == Slot.Origin.RULE and not _is_wanted(slot, wanted)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
