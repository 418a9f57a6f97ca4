"""The rules of booking as they stand: what staff set, and which days count as working days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet, Subquery
from django.db.models.functions import JSONObject

from golab.pages.snapshots import Snapshot
from surgeries.models.advisers import BankHoliday, Nation
from surgeries.models.policy import SurgeryPolicy
from surgeries.wording import LONDON, local

OFFICE = Nation.ENGLAND  # whose bank holidays the office keeps
END_OF_DAY = time(17)
TO_DECIDE, ONE_DAY, ONE_HOUR = timedelta(hours=48), timedelta(days=1), timedelta(hours=1)
_NAMES = [field.name for field in SurgeryPolicy._meta.fields if not field.primary_key]


@dataclass(frozen=True)
class Rules:
    """`figures` are those of SurgeryPolicy by name; `days_off` are the office's bank holidays."""

    figures: dict[str, object]
    days_off: frozenset[date]

    def __getattr__(self, name: str) -> object:
        try:
            return self.__dict__["figures"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def staff_decide_on(self, email: str) -> bool:
        """Whether a booking from this address waits until staff accept it."""
        domain, trusted = email.rpartition("@")[2].lower(), self.trusted_domains.lower().split()
        is_trusted = any(domain == one or domain.endswith(f".{one}") for one in trusted)
        return self.needs_approval or (bool(trusted) and not is_trusted)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.days_off

    def working_days_after(self, moment: datetime, count: int) -> datetime:
        """The same hour `count` working days later; what falls on a day off counts from the next morning's midnight."""
        at = local(moment)
        day, hour = at.date(), at.time()
        if not self.is_working_day(day):
            day, hour = self._next_working_day(day), time()
        for _ in range(count):
            day = self._next_working_day(day)
        return datetime.combine(day, hour, LONDON)

    def earliest_start(self, now: datetime) -> datetime:
        """The first moment at which a surgery booked now may begin."""
        return self.working_days_after(now, self.minimum_notice_days)

    def latest_start(self, now: datetime) -> datetime:
        """The last moment at which a surgery booked now may begin: the end of the last day of the horizon."""
        last = local(now).date() + timedelta(weeks=self.horizon_weeks)
        return datetime.combine(last + timedelta(days=1), time(), LONDON)

    def answer_by(self, now: datetime) -> datetime:
        """Until when we answer someone for whom no time suits."""
        return datetime.combine(self.working_days_after(now, self.request_reply_days).date(), END_OF_DAY, LONDON)

    def decide_by(self, asked_at: datetime, starts_at: datetime) -> datetime:
        """Until when staff accept a booking: two days, but at least a day before, and never at once."""
        return max(min(asked_at + TO_DECIDE, starts_at - ONE_DAY), min(asked_at + ONE_HOUR, starts_at))

    def last_move(self, starts_at: datetime) -> datetime:
        """Until when people may move a surgery themselves."""
        return starts_at - timedelta(hours=self.reschedule_until_hours)

    def _next_working_day(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


def rules_beside() -> dict[str, object]:
    """Annotations for any query: `figures` (JSON, or None before staff have saved the rules) and `days_off`."""
    policy = SurgeryPolicy.objects.order_by("pk").values(row=JSONObject(**{name: name for name in _NAMES}))
    return {"figures": Subquery(policy[:1]), "days_off": ArraySubquery(_days_off())}


def rules_from(figures: dict | None, days_off: Iterable[date]) -> Rules:
    """The rules from what `rules_beside` found; the defaults where nothing is saved."""
    defaults = SurgeryPolicy()
    return Rules(figures or {name: getattr(defaults, name) for name in _NAMES}, frozenset(days_off))


def _days_off() -> QuerySet:
    return BankHoliday.objects.filter(nation=OFFICE).values("day")


def _build() -> Rules:
    """One query, once staff have saved the rules; two before that, when the defaults hold."""
    found = SurgeryPolicy.objects.annotate(**rules_beside()).values_list("figures", "days_off").first()
    return rules_from(*found) if found else rules_from(None, _days_off().values_list("day", flat=True))


# What was kept before an upgrade may lack a figure.
booking_rules = Snapshot(f"surgery-rules-{len(_NAMES)}", _build)
