"""Booking, moving, cancelling: the fact, its history and its messages, all or none (B, C and E cases)."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from golab.accounts.actions import erase_account
from golab.accounts.models import Contact
from golab.accounts.registry import parts
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from surgeries import actions, reminders, retention, tokens
from surgeries.errors import ChangedMeanwhile, NotNow, SlotGone, SlotTaken, TooManyBookings
from surgeries.models import Booking, BookingDraft, BookingEvent, Slot, SurgeryPolicy, SurgeryRequest
from surgeries.rules import booking_rules
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    BookingFactory,
    DraftFactory,
    RequestFactory,
    SlotFactory,
    StageOptionFactory,
    TopicFactory,
    booked,
    details,
)

pytestmark = pytest.mark.django_db


def messages_of(booking, *, audience="") -> list[OutgoingMessage]:
    rows = OutgoingMessage.objects.filter(subject_uuid=booking.uuid).order_by("created_at", "kind")
    return [row for row in rows if row.dedupe_key.endswith(audience)]


def entry_of(message):
    """The one event of a message's calendar part."""
    return Calendar.from_ical(message.ics_text).events[0]


def set_rules(**figures) -> None:
    SurgeryPolicy.objects.create(**figures)
    booking_rules.forget()


def test_booking_tells_the_booker_the_adviser_and_the_inbox():
    set_rules(inbox_email="surgeries@example.org")
    booking = booked(question="Our floor is above our ceiling.", role="Head of finance", access_needs="Captions")
    kinds_ = [row.kind for row in messages_of(booking)]
    assert kinds_ == ["adviser_new_booking", "booking_confirmed", "staff_new_booking"]
    adviser, booker, inbox = messages_of(booking)
    assert booker.to_email == "zoe@example.gov.uk"
    assert booker.reply_to == "GO Lab surgeries <surgeries@example.org>"
    assert booker.subject == f"Advice surgery booked: Mon 16 Nov 2026, {booking.slot.time} ({booking.reference})"
    for part in (booker.body_text, booker.body_html):
        assert "Our floor is above our ceiling." in part
        assert f"/surgeries/manage/{booking.uuid}.1:" in part
        assert "A note of the risks." in part
    assert adviser.to_email == booking.adviser.email
    assert "Captions" not in adviser.body_text
    assert "Access needs have been given" in adviser.body_text
    assert inbox.to_email == "surgeries@example.org"
    assert "/surgeries/manage/" in entry_of(booker)["url"]
    assert "/surgeries/manage/" not in f"{adviser.body_text}{adviser.body_html}{entry_of(adviser).to_ical()}"
    event = BookingEvent.objects.get()
    assert (event.kind, event.actor, event.to_slot, event.sequence) == ("booked", "booker", booking.slot, 0)


def test_e5_calendar_keeps_its_uid_and_counts_up():
    adviser = AdviserFactory()
    slots = [SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=8, hours=hour)) for hour in range(3)]
    booking = booked(slot=slots[0])
    for slot in slots[1:]:
        booking = actions.move(booking=booking, to_uuid=slot.uuid, by=None, now=NOW)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    sent = [row for row in OutgoingMessage.objects.order_by("pk") if row.to_email == "zoe@example.gov.uk"]
    sent = sorted(sent, key=lambda row: entry_of(row)["sequence"])
    assert [row.ics_method for row in sent] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [entry_of(row)["sequence"] for row in sent] == [0, 1, 2, 3]
    assert {entry_of(row)["uid"] for row in sent} == {f"surgery-{booking.uuid}@golab.bsg.ox.ac.uk"}
    assert [entry_of(row).start for row in sent] == [*(slot.starts_at for slot in slots), slots[2].starts_at]
    assert [entry_of(row)["status"] for row in sent][-1] == "CANCELLED"
    assert {entry_of(row)["organizer"] for row in sent} == {"mailto:hub@example.org"}


def test_e11_adviser_with_a_feed_gets_no_invitations():
    booking = booked(slot=SlotFactory(adviser=AdviserFactory(calendar_delivery="feed")))
    (to_adviser,) = messages_of(booking, audience=":adviser")
    assert to_adviser.ics_text is None


def test_b4_same_submission_is_one_booking():
    slot, told, key = SlotFactory(), details(), uuid.uuid4()
    once, again = (
        actions.book(slot_uuid=slot.uuid, email="zoe@example.gov.uk", details=told, submission_key=key, now=NOW)
        for _ in range(2)
    )
    assert once == again
    assert (Booking.objects.count(), BookingEvent.objects.count(), OutgoingMessage.objects.count()) == (1, 1, 2)


def test_taken_time_is_refused_and_leaves_nothing():
    slot = booked().slot
    before = OutgoingMessage.objects.count()
    with pytest.raises(SlotTaken):
        booked(slot=slot, email="kim@example.gov.uk")
    assert Booking.objects.count() == 1
    assert OutgoingMessage.objects.count() == before
    assert not Contact.objects.filter(email_norm="kim@example.gov.uk").exists()


@pytest.mark.parametrize(
    "make",
    [
        lambda: SlotFactory(status="withdrawn"),
        lambda: SlotFactory(starts_at=NOW + timedelta(minutes=10)),
        lambda: SlotFactory(starts_at=NOW - timedelta(days=1)),
        lambda: SlotFactory(starts_at=NOW + timedelta(weeks=9)),
        lambda: SlotFactory(adviser=AdviserFactory(is_active=False)),
        lambda: SlotFactory(formats=["phone"]),
        lambda: SlotFactory.build(),
    ],
    ids=["withdrawn", "too soon", "past", "too far", "adviser away", "other format", "made up"],
)
def test_b8_b9_b24_time_that_is_not_offered_is_refused(make):
    with pytest.raises(SlotGone):
        booked(slot=make())
    assert not Booking.objects.exists()


def test_b11_third_booking_of_an_address_is_refused_however_it_is_typed():
    booked(email="jo@x.gov.uk")
    booked(email="JO@x.gov.uk ")
    with pytest.raises(TooManyBookings):
        booked(email=" Jo@X.gov.uk")
    assert Contact.objects.get().email_norm == "jo@x.gov.uk"
    actions.cancel(booking=Booking.objects.first(), reason="", by=None, now=NOW)
    assert booked(email="jo@x.gov.uk").is_live


def test_r14_error_after_the_messages_leaves_neither(monkeypatch):
    monkeypatch.setattr(actions.messages, "tell_booked", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        booked()
    assert (Booking.objects.count(), OutgoingMessage.objects.count()) == (0, 0)


def test_move_to_another_adviser_tells_both():
    booking = booked()
    old, new = booking.slot, SlotFactory()
    moved = actions.move(booking=booking, to_uuid=new.uuid, by=None, now=NOW)
    assert (moved.slot, moved.sequence, moved.pk) == (new, 1, booking.pk)
    told = {row.to_email: row for row in messages_of(booking) if "moved" in row.kind}
    assert told["zoe@example.gov.uk"].ics_method == "REQUEST"
    assert told[new.adviser.email].ics_method == "REQUEST"
    gone = told[old.adviser.email]
    assert (gone.kind, gone.ics_method, entry_of(gone).start) == ("adviser_booking_moved_away", "CANCEL", old.starts_at)
    assert booked(slot=old, email="kim@example.gov.uk").slot == old, "the old time is free at once"


def test_c7_move_to_a_time_taken_meanwhile_changes_nothing():
    booking, taken = booked(), booked(email="kim@example.gov.uk")
    before = OutgoingMessage.objects.count()
    with pytest.raises(SlotTaken):
        actions.move(booking=booking, to_uuid=taken.slot.uuid, by=None, now=NOW)
    standing = Booking.objects.get(pk=booking.pk)
    assert (standing.slot, standing.sequence, OutgoingMessage.objects.count()) == (booking.slot, 0, before)


def test_c8_second_move_of_what_was_seen_before_is_refused():
    booking = booked()
    stale = Booking.objects.with_everything().get(pk=booking.pk)
    first, second = SlotFactory(), SlotFactory()
    actions.move(booking=booking, to_uuid=first.uuid, by=None, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.move(booking=stale, to_uuid=second.uuid, by=None, now=NOW)
    assert Booking.objects.get().slot == first


def test_c11_fourth_move_and_late_move_are_refused_but_staff_may():
    booking, staff = booked(), UserFactory()
    for _ in range(3):
        booking = actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=NOW)
    with pytest.raises(NotNow, match="You have moved this booking 3 times"):
        actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=NOW)
    booking = actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=staff, reason="Ill", now=NOW)
    assert booking.sequence == 4
    (told,) = messages_of(booking, audience="moved:4:booker")
    assert "Why we moved it: Ill" in told.body_text
    late = booking.slot.starts_at - timedelta(hours=23)
    with pytest.raises(NotNow, match="less than 24 hours"):
        actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=late)


def test_staff_may_move_within_the_notice_but_not_into_the_past():
    booking, staff = booked(), UserFactory()
    soon, past = SlotFactory(starts_at=NOW + timedelta(hours=1)), SlotFactory(starts_at=NOW - timedelta(hours=3))
    with pytest.raises(SlotGone):
        actions.move(booking=booking, to_uuid=past.uuid, by=staff, now=NOW)
    assert actions.move(booking=booking, to_uuid=soon.uuid, by=staff, now=NOW).slot == soon


def test_c3_c4_cancelling_frees_the_time_and_is_told_once():
    booking = booked()
    stale = Booking.objects.with_everything().get(pk=booking.pk)
    actions.cancel(booking=booking, reason="The time does not suit me", by=None, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        actions.cancel(booking=stale, reason="", by=None, now=NOW)
    told = [row.kind for row in messages_of(booking) if "cancelled" in row.kind]
    assert told == ["adviser_booking_cancelled", "booking_cancelled_by_booker"]
    assert BookingEvent.objects.filter(kind="cancelled").count() == 1
    assert booked(slot=booking.slot, email="kim@example.gov.uk").is_live


def test_staff_withdraw_a_booked_time_with_an_apology_and_other_times():
    booking, others = booked(), SlotFactory.create_batch(4)
    staff = UserFactory(first_name="Mara", last_name="Keeper")
    cancelled = actions.withdraw(slot=booking.slot, reason="The adviser is ill", by=staff, now=NOW)
    assert (cancelled.cancelled_by, Slot.objects.get(pk=booking.slot_id).status) == ("staff", "withdrawn")
    (apology,) = [row for row in messages_of(booking) if row.kind == "booking_cancelled_by_staff"]
    assert "Why: The adviser is ill" in apology.body_text
    assert "Mara Keeper, for the GO Lab team" in apology.body_text
    assert sum(str(slot.uuid) in apology.body_text for slot in others) == 3
    assert actions.withdraw(slot=booking.slot, reason="Again", by=staff, now=NOW) is None


def test_question_changed_is_told_to_the_adviser_once():
    booking = booked()
    for _ in range(2):
        booking = actions.change_question(booking=booking, question="And the ceiling?", now=NOW)
    assert [row.kind for row in messages_of(booking)].count("adviser_question_updated") == 1


def test_news_that_is_no_longer_so_is_not_sent():
    booking = booked()
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    deliver_due(clock=lambda: NOW)
    states = {row.kind: row.status for row in messages_of(booking)}
    assert states["booking_confirmed"] == states["adviser_new_booking"] == "cancelled"
    assert states["booking_cancelled_by_booker"] == "sent"


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


def test_p2_what_is_kept_long_enough_is_removed_and_twice_is_no_more():
    old = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=400)), access_needs="Captions")
    month = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=31)), access_needs="Captions")
    fresh = BookingFactory(slot=SlotFactory(starts_at=NOW - timedelta(days=29)), access_needs="Captions")
    RequestFactory(created_at=NOW - timedelta(days=400))
    DraftFactory(updated_at=NOW - timedelta(hours=25))
    DraftFactory(updated_at=NOW - timedelta(hours=23))
    removed = retention.forget_old(now=NOW)
    assert removed == {"access needs": 2, "bookings": 1, "requests": 1, "drafts": 1}
    assert not any(retention.forget_old(now=NOW).values())
    old, month, fresh = (Booking.objects.get(pk=one.pk) for one in (old, month, fresh))
    assert (old.name, old.is_anonymised, old.status) == ("", True, "confirmed")
    assert (month.access_needs, month.name, fresh.access_needs) == ("", "Zoë O'Brien", "Captions")
    assert Contact.objects.count() == 2, "the addresses of the old booking and the old request are gone"


def test_p1_erasing_an_account_cancels_first_and_removes_all():
    user = UserFactory(email="zoe@example.gov.uk")
    booking = booked()
    actions.request_time(email="zoe@example.gov.uk", submission_key=uuid.uuid4(), now=NOW, **asked())
    DraftFactory(email="Zoe@example.gov.uk")
    (part,) = [one for one in parts() if one.name == "Advice surgeries"]
    assert [row.get("reference") for row in part.export(user)] == [booking.reference, None]
    erase_account(user=user, by=user, now=NOW)
    kept = Booking.objects.get()
    assert (kept.status, kept.name, kept.contact) == ("cancelled", "", None)
    assert SurgeryRequest.objects.get().name == ""
    assert not BookingDraft.objects.exists()
    assert not Contact.objects.exists()
    assert [row.kind for row in messages_of(booking)].count("adviser_booking_cancelled") == 1
    assert not OutgoingMessage.objects.filter(to_email="zoe@example.gov.uk", status="pending").exists()


def asked(**changes) -> dict:
    """What someone for whom no time suits tells."""
    told = {"name": "Zoë", "organisation": "Harbour City Council", "org_type": "nhs", "question": "Where to begin?"}
    return {
        **told,
        "availability": "Mondays",
        "topic": TopicFactory(),
        "journey_stage": StageOptionFactory(),
        **changes,
    }


def test_request_is_answered_at_once_and_told_to_the_inbox_once():
    set_rules(inbox_email="surgeries@example.org")
    key, told = uuid.uuid4(), asked()
    for _ in range(2):
        actions.request_time(email="zoe@example.gov.uk", submission_key=key, now=NOW, **told)
    rows = OutgoingMessage.objects.order_by("kind")
    assert [(row.kind, row.to_email) for row in rows] == [
        ("staff_surgery_request", "surgeries@example.org"),
        ("surgery_request_received", "zoe@example.gov.uk"),
    ]
    assert "answer by Thursday 12 November 2026, 5pm" in rows[1].body_text


def test_c14_replaced_link_revokes_the_old_one():
    booking = booked()
    old = tokens.token_of(booking)
    actions.replace_link(booking=booking, by=UserFactory(), now=NOW)
    assert tokens.booking_of(old, now=NOW) is None
    assert tokens.booking_of(tokens.token_of(booking), now=NOW) == booking
    (told,) = [row for row in messages_of(booking) if row.kind == "booking_link_replaced"]
    assert tokens.token_of(booking) in told.body_text


def test_link_works_until_a_month_after_the_session():
    booking = booked()
    token = tokens.token_of(booking)
    assert tokens.booking_of(token, now=booking.slot.ends_at + timedelta(days=30)) == booking
    assert tokens.booking_of(token, now=booking.slot.ends_at + timedelta(days=31)) is None
