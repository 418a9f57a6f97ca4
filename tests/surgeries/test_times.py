"""Times from rules: clocks that change, bank holidays, exceptions, and running it twice (T1 to T10, S1 to S3, S9)."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command

from surgeries import actions, tasks, wording
from surgeries.models import AvailabilityRule, BankHoliday, Booking, Slot, SurgeryPolicy
from surgeries.times import bank_holidays, generating
from surgeries.times import free as free_times
from surgeries.times.rules import booking_rules
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW, AdviserFactory, ExceptionFactory, RuleFactory, SlotFactory, booked

pytestmark = pytest.mark.usefixtures("db")
LONDON = ZoneInfo("Europe/London")


def at(year, month, day, hour=9, minute=0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def starts(adviser, *, now) -> list[datetime]:
    generating.generate(now=now)
    return list(adviser.slots.standing().order_by("starts_at").values_list("starts_at", flat=True))


def on_the_wall(moments) -> list[str]:
    return [f"{moment.astimezone(LONDON):%d %b %H:%M}" for moment in moments]


def test_t1_hour_that_does_not_exist_is_left_out_and_said():
    rule = RuleFactory(weekday=6, start_local=time(0, 30), end_local=time(3), duration_minutes=30, gap_minutes=15)
    now = at(2026, 3, 25)
    with time_machine.travel(now, tick=False):
        plan = generating.preview(rule.adviser, now=now)
    night = [slot for slot in plan.create if slot.starts_at.astimezone(LONDON).date() == date(2026, 3, 29)]
    assert on_the_wall(slot.starts_at for slot in night) == ["29 Mar 00:30", "29 Mar 02:00"]
    assert [(f"{one.at:%H:%M}", one.reason) for one in plan.skipped if one.at.date() == date(2026, 3, 29)] == [
        ("01:15", "The clocks go forward: this time does not exist.")
    ]


def test_hour_that_comes_twice_is_offered_once():
    rule = RuleFactory(weekday=6, start_local=time(1), end_local=time(2), duration_minutes=60)
    found = starts(rule.adviser, now=at(2026, 10, 20))
    assert found[0] == datetime(2026, 10, 25, 0, tzinfo=UTC), "the first of the two"


@pytest.mark.parametrize(("start", "end"), [(time(10), time(11)), (time(13), time(14)), (time(14, 30), time(15, 30))])
def test_t3_t4_rule_keeps_its_hour_on_the_wall_over_both_changes(start, end):
    spring, autumn = at(2026, 3, 16), at(2026, 10, 12)
    rule = RuleFactory(weekday=0, start_local=start, end_local=end)
    for now in (spring, autumn):
        found = starts(rule.adviser, now=now)
        assert {f"{moment.astimezone(LONDON):%A %H:%M}" for moment in found} >= {f"Monday {start:%H:%M}"}
        assert {moment.astimezone(LONDON).time() for moment in found} == {start}
        assert len({moment.astimezone(UTC).time() for moment in found}) == 2


def test_t6_surgery_in_april_is_said_alike_everywhere():
    slot = SlotFactory(starts_at=at(2026, 4, 7, 10))
    assert slot.in_words == "Tuesday 7 April 2026, 10am to 10:45am (UK time)"
    assert slot.starts_at.astimezone(UTC).hour == 9


def test_t8_the_day_is_londons():
    assert wording.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "Wednesday 1 July 2026"


def test_t10_fortnight_counts_from_its_anchor_over_the_year_end():
    rule = RuleFactory(weekday=1, every_n_weeks=2, anchor_date=date(2026, 12, 1), end_local=time(11))
    found = on_the_wall(starts(rule.adviser, now=at(2026, 11, 25)))
    assert [one[:6] for one in found] == ["01 Dec", "15 Dec", "29 Dec", "12 Jan"]


def test_t10_day_that_only_leap_years_have_has_its_time():
    rule = RuleFactory(weekday=1, end_local=time(11))
    found = on_the_wall(starts(rule.adviser, now=at(2028, 2, 14)))
    assert [one[:6] for one in found[:4]] == ["15 Feb", "22 Feb", "29 Feb", "07 Mar"]


@pytest.mark.parametrize(("tz", "utc_hour"), [("Europe/London", 10), ("Europe/Paris", 9), ("America/New_York", 15)])
def test_rule_in_another_zone(tz, utc_hour):
    rule = RuleFactory(tz=tz, end_local=time(11))
    assert starts(rule.adviser, now=NOW)[0].astimezone(UTC).hour == utc_hour


def test_times_reach_eight_weeks_ahead_and_no_further():
    rule = RuleFactory(end_local=time(11))
    found = starts(rule.adviser, now=NOW)
    assert (found[0].date(), found[-1].date(), len(found)) == (date(2026, 11, 10), date(2026, 12, 29), 8)
    SurgeryPolicy.objects.create(horizon_weeks=2)
    booking_rules.forget()
    assert len(starts(rule.adviser, now=NOW)) == 2, "what lies further ahead is taken away"


def test_s1_generating_twice_changes_nothing():
    rule = RuleFactory()
    first = generating.generate(now=NOW)
    uuids = set(rule.adviser.slots.values_list("uuid", flat=True))
    second = generating.generate(now=NOW)
    assert (first.made, first.removed, second.made, second.removed) == (16, 0, 0, 0)
    assert set(rule.adviser.slots.values_list("uuid", flat=True)) == uuids


def test_day_by_day_the_list_is_topped_up():
    rule = RuleFactory(end_local=time(11))
    generating.generate(now=NOW)
    report = generating.generate(now=NOW + timedelta(days=7))
    assert (report.made, report.removed) == (1, 0)
    assert rule.adviser.slots.count() == 9


def test_bank_holidays_are_those_of_the_advisers_nation():
    assert bank_holidays.refresh(now=NOW) > 40
    assert bank_holidays.refresh(now=NOW) == 0
    assert BankHoliday.objects.filter(nation="ENG", day=date(2026, 12, 28)).get().name.startswith("Boxing Day")
    assert not BankHoliday.objects.filter(nation="ENG", day=date(2026, 11, 30)).exists()
    scot, english = AdviserFactory(nation="SCT"), AdviserFactory(nation="ENG")
    for adviser in (scot, english):
        RuleFactory(adviser=adviser, weekday=0, end_local=time(11))
    assert "30 Nov 10:00" not in on_the_wall(starts(scot, now=NOW)), "St Andrew's Day"
    found = on_the_wall(starts(english, now=NOW))
    assert "30 Nov 10:00" in found
    assert "28 Dec 10:00" not in found
    assert "Bank holiday: Boxing Day" in str(generating.preview(english, now=NOW).skipped)


def test_exceptions_close_days_and_hours_and_add_some():
    rule = RuleFactory(weekday=1)
    ExceptionFactory(adviser=None, starts_local_date=date(2026, 11, 17), note="Away day")
    ExceptionFactory(
        adviser=rule.adviser, starts_local_date=date(2026, 11, 24), start_local=time(11), end_local=time(13)
    )
    ExceptionFactory(
        adviser=rule.adviser,
        kind="extra",
        starts_local_date=date(2026, 11, 12),
        start_local=time(9),
        end_local=time(10),
    )
    found = on_the_wall(starts(rule.adviser, now=NOW))
    assert found[:5] == ["10 Nov 10:00", "10 Nov 11:00", "12 Nov 09:00", "24 Nov 10:00", "01 Dec 10:00"]
    reasons = generating.by_reason(generating.preview(rule.adviser, now=NOW))
    assert reasons == {"Away: Away day": 1, "Away": 1}


def test_s3_booked_times_outlive_their_rule_and_are_named():
    rule = RuleFactory()
    generating.generate(now=NOW)
    slots = list(rule.adviser.slots.order_by("starts_at"))
    kept, moved_from = booked(slot=slots[4]), booked(slot=slots[6], email="kim@example.gov.uk")
    actions.cancel(booking=moved_from, reason="", by=None, now=NOW)
    rule.delete()
    report = generating.generate(now=NOW)
    assert (report.removed, report.astray) == (15, [slots[4]])
    standing = Slot.objects.standing()
    assert list(standing) == [slots[4]]
    assert Booking.objects.get(pk=kept.pk).is_live
    assert Slot.objects.get(pk=slots[6].pk).is_withdrawn, "someone once had it, so it is kept"


def test_time_that_staff_withdrew_does_not_come_back_but_one_of_a_restored_rule_does():
    rule = RuleFactory()
    generating.generate(now=NOW)
    slot, once_booked = rule.adviser.slots.order_by("starts_at")[4:6]
    actions.withdraw(slot=slot, reason="Ill", by=UserFactory(), now=NOW)
    actions.cancel(booking=booked(slot=once_booked), reason="", by=None, now=NOW)
    AvailabilityRule.objects.update(is_active=False)
    generating.generate(now=NOW)
    assert not Slot.objects.standing().exists()
    AvailabilityRule.objects.update(is_active=True)
    found = starts(rule.adviser, now=NOW)
    assert slot.starts_at not in found
    assert once_booked.starts_at in found


def test_time_added_by_hand_stays_and_is_not_overlapped():
    rule = RuleFactory(end_local=time(11))
    by_hand = SlotFactory(adviser=rule.adviser, starts_at=at(2026, 11, 17, 10, 30), origin="manual")
    found = starts(rule.adviser, now=NOW)
    assert by_hand.starts_at in found
    assert at(2026, 11, 17, 10) not in found
    assert "Overlaps another time of this adviser" in generating.by_reason(generating.preview(rule.adviser, now=NOW))


def test_adviser_who_takes_no_bookings_gets_no_times():
    adviser = AdviserFactory(is_active=False)
    RuleFactory(adviser=adviser)
    assert starts(adviser, now=NOW) == []
    SlotFactory(adviser=adviser)
    assert not free_times.free_slots(now=NOW).exists()


@pytest.mark.parametrize(
    ("now", "earliest"),
    [
        (at(2026, 11, 9, 10, 30), at(2026, 11, 11, 10, 30)),  # Monday
        (at(2026, 11, 12, 15), at(2026, 11, 16, 15)),  # Thursday: over the weekend
        (at(2026, 11, 14, 15), at(2026, 11, 18, 0)),  # Saturday counts as Monday's first minute
        (at(2026, 12, 23, 9), at(2026, 12, 29, 9)),  # Christmas Day and Boxing Day's stand-in
        (at(2026, 3, 27, 12), at(2026, 3, 31, 12)),  # the clocks change in between
    ],
)
def test_notice_is_two_working_days(now, earliest):
    for day, name in ((date(2026, 12, 25), "Christmas Day"), (date(2026, 12, 28), "Boxing Day")):
        BankHoliday.objects.create(nation="ENG", day=day, name=name)
    assert booking_rules.get_from_database().earliest_start(now) == earliest


def test_free_times_have_an_edge_on_both_sides():
    adviser = AdviserFactory()
    early, late = NOW + timedelta(days=2), at(2027, 1, 4, 23, 59)
    inside = [SlotFactory(adviser=adviser, starts_at=moment) for moment in (early, late)]
    SlotFactory(adviser=adviser, starts_at=early - timedelta(minutes=50))
    SlotFactory(adviser=adviser, starts_at=late + timedelta(minutes=60))
    assert list(free_times.free_slots(now=NOW)) == inside


@pytest.mark.parametrize("notice", [None, 1, 5])
def test_next_times_are_the_same_in_one_query(django_assert_num_queries, notice):
    if notice:
        SurgeryPolicy.objects.create(minimum_notice_days=notice)
    BankHoliday.objects.create(nation="ENG", day=date(2026, 11, 11), name="A day off")
    adviser, other = AdviserFactory(), AdviserFactory()
    for hours in range(12, 24 * 20, 12):
        for one in (adviser, other):
            SlotFactory(adviser=one, starts_at=NOW + timedelta(hours=hours))
    plain = free_times.next_free(3, now=NOW)
    with django_assert_num_queries(1):
        found = free_times.next_free_in_one_query(3, now=NOW)
    assert [slot.starts_at for slot in found] == [slot.starts_at for slot in plain]
    assert len({slot.starts_at for slot in found}) == 3


def test_command_and_task_do_the_same():
    rule = RuleFactory()
    with time_machine.travel(NOW, tick=False):
        told = StringIO()
        call_command("generate_slots", "--dry-run", stdout=told)
        assert "16 to make" in told.getvalue()
        assert not Slot.objects.exists()
        call_command("generate_slots", stdout=told)
        assert "16 times made, 0 taken away." in told.getvalue()
        tasks.generate_slots()
    assert rule.adviser.slots.count() == 16
