"""A week and a day before: each reminder once, and none that is no longer true (R18, R19, T7)."""

from datetime import UTC, datetime, timedelta

import pytest

from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from golab.notifications.reasons import in_words
from surgeries import actions
from surgeries.telling import reminders
from tests.factories.surgeries import (
    NOW,
    SlotFactory,
    booked,
)
from tests.surgeries.told import messages_of

pytestmark = pytest.mark.usefixtures("db")


def test_reminders_come_a_week_and_a_day_before_and_once():
    slot = SlotFactory(starts_at=NOW + timedelta(days=15))
    booking = booked(slot=slot)
    for days, expected in [(10, 0), (7, 1), (6.5, 1), (2, 1), (1, 2), (0.9, 2)]:
        for _ in range(2):
            reminders.send_reminders(now=slot.starts_at - timedelta(days=days))
        assert len([row for row in messages_of(booking) if "reminder" in row.kind]) == expected, days
    row = OutgoingMessage.objects.get(kind="booking_reminder_24h")
    assert row.subject == "Tomorrow 10:30am: your advice surgery"
    assert row.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert row.ics_text is None


def test_t7_reminder_comes_at_the_same_hour_over_a_change_of_clocks():
    starts = datetime(2026, 3, 30, 9, tzinfo=UTC)  # 10am in London; the clocks changed the day before
    assert reminders.DAY.due_at(starts) == datetime(2026, 3, 29, 9, tzinfo=UTC)
    assert reminders.WEEK.due_at(starts) == datetime(2026, 3, 23, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours_before", "status", "words"),
    [(19, "sent", "Sent."), (1.5, "cancelled", "Not sent, because it could not be sent in time.")],
)
def test_r7_reminder_after_five_hours_without_a_beat_is_sent_late_or_listed(hours_before, status, words):
    slot = SlotFactory(starts_at=NOW + timedelta(days=6))
    booked(slot=slot)
    deliver_due(clock=lambda: NOW)
    later = slot.starts_at - timedelta(hours=hours_before)
    for _ in range(2):
        reminders.send_reminders(now=later)
        deliver_due(clock=lambda: later)
    row = OutgoingMessage.objects.get(kind="booking_reminder_24h")
    assert (row.status, in_words(row)) == (status, words)


def test_no_reminder_right_after_the_confirmation():
    slot = SlotFactory(starts_at=NOW + timedelta(days=7, hours=6))
    booked(slot=slot)
    assert reminders.send_reminders(now=slot.starts_at - timedelta(days=7)) == 0


def test_r18_r19_reminder_of_a_moved_booking_is_not_sent():
    slot = SlotFactory(starts_at=NOW + timedelta(days=15))
    booking = booked(slot=slot)
    due = slot.starts_at - timedelta(days=7)
    reminders.send_reminders(now=due)
    later = SlotFactory(starts_at=NOW + timedelta(days=20))
    actions.move(booking=booking, to_uuid=later.uuid, by=None, now=due)
    deliver_due(clock=lambda: due)
    reminders.send_reminders(now=later.starts_at - timedelta(days=7))
    states = OutgoingMessage.objects.filter(kind="booking_reminder_7d").order_by("created_at")
    assert [(row.dedupe_key.split(":")[3], row.status) for row in states] == [("0", "cancelled"), ("1", "pending")]
