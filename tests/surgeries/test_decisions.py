"""What staff decide: accepting, outcomes, a whole day; and what is told after a session (B6, B7, B26, C18, S8, T8)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from golab.accounts.models import Contact
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from golab.pages.tree import site_tree
from surgeries import actions, decisions, tasks, tokens
from surgeries.errors import ChangedMeanwhile, NotNow, SlotTaken
from surgeries.models import Booking, BookingDraft, BookingEvent, SurgeryPolicy
from surgeries.telling import digests, followups
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW, AdviserFactory, RequestFactory, SlotFactory, booked, details
from tests.surgeries.told import entry_of, messages_of, set_rules
from tests.surgeries.visits import url

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def staff():
    return UserFactory(first_name="Mara", last_name="Keeper")


@pytest.fixture
def needs_approval():
    set_rules(needs_approval=True, inbox_email="surgeries@example.org")


def again(booking) -> Booking:
    return Booking.objects.with_everything().get(pk=booking.pk)


def kinds(booking) -> set[str]:
    return {row.kind for row in messages_of(booking)}


def test_b6_b7_booking_that_waits_holds_its_time_and_is_accepted_once(needs_approval, staff):
    booking = booked(extra_attendees=[{"name": "Kim", "email": "kim@example.gov.uk"}])
    assert (booking.status, kinds(booking)) == ("requested", {"booking_requested", "staff_booking_needs_decision"})
    with pytest.raises(SlotTaken):
        booked(slot=booking.slot, email="kim@example.gov.uk")
    other = again(booking)
    decisions.accept(booking=booking, by=staff, now=NOW)
    with pytest.raises(NotNow, match="already confirmed, by Mara Keeper"):
        decisions.accept(booking=other, by=UserFactory(), now=NOW)
    assert BookingEvent.objects.filter(kind="accepted").count() == 1
    assert {"booking_accepted", "adviser_new_booking", "colleague_booked"} <= kinds(booking)
    (accepted,) = [row for row in messages_of(booking) if row.kind == "booking_accepted"]
    assert (accepted.ics_method, entry_of(accepted)["sequence"]) == ("REQUEST", 0)


@pytest.mark.parametrize(
    ("email", "state"),
    [
        ("kim@oxford.gov.uk", "confirmed"),
        ("kim@GOV.UK", "confirmed"),
        ("kim@nhs.net", "confirmed"),
        ("kim@notgov.uk", "requested"),
        ("kim@gov.uk.example.org", "requested"),
    ],
)
def test_who_is_not_of_a_trusted_domain_is_accepted_by_staff(email, state):
    set_rules(trusted_domains="gov.uk\r\nNHS.net")
    assert booked(email=email).status == state


def test_trusted_domains_are_domains():
    with pytest.raises(ValidationError, match="https://gov.uk is none"):
        SurgeryPolicy(trusted_domains="nhs.net\nhttps://gov.uk").full_clean()


def test_declined_or_unanswered_booking_gives_its_time_back(needs_approval, staff, client):
    declined, lapsed = booked(), booked(email="kim@example.gov.uk")
    decisions.decline(booking=declined, reason="Ask a lawyer", by=staff, now=NOW)
    assert decisions.expire_unanswered(now=NOW + timedelta(hours=47)) == 0
    assert decisions.expire_unanswered(now=NOW + timedelta(hours=48)) == 1
    assert decisions.expire_unanswered(now=NOW + timedelta(hours=49)) == 0
    assert (again(declined).status, again(lapsed).status) == ("declined", "expired")
    (told,) = [row for row in messages_of(declined) if row.kind == "booking_declined"]
    assert "Ask a lawyer" in told.body_text
    (told,) = [row for row in messages_of(lapsed) if row.kind == "booking_expired"]
    assert url("again", tokens.token_of(lapsed)) in told.body_text
    assert booked(slot=lapsed.slot, email="ada@example.gov.uk", now=NOW).status == "requested"


def test_cancelling_what_was_only_asked_for_tells_nobody_who_knew_nothing(needs_approval):
    booking = booked(extra_attendees=[{"name": "Kim", "email": "kim@example.gov.uk"}])
    actions.change_question(booking=booking, question="And the ceiling?", now=NOW)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    assert {row.audience for row in messages_of(booking)} == {"booker", "surgeries inbox"}
    assert not [row for row in messages_of(booking) if row.ics_text]


def test_answers_of_a_booking_that_is_over_begin_a_new_one(client, clock):
    booking = booked(extra_attendees=[{"name": "Kim", "email": "kim@example.gov.uk"}], access_needs="Captions")
    token = tokens.token_of(booking)
    assert "This booking stands" in client.post(url("again", token)).content.decode()
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    client.get(url("again", token))
    assert not BookingDraft.objects.exists(), "looking begins nothing"
    assert client.post(url("again", token))["Location"] == url("time")
    kept = BookingDraft.objects.get().answers
    assert (kept["question"], kept["colleague_1"], kept["slot"]) == (booking.question, "Kim", None)
    assert "access_needs" not in kept


def test_b26_staff_book_by_phone_without_an_address(staff):
    slot = SlotFactory(formats=["phone"], starts_at=NOW + timedelta(hours=3))
    booking = actions.book(slot_uuid=slot.uuid, email="", details=details(format="phone", phone="01865 1"),
                           submission_key=slot.uuid, by=staff, now=NOW)  # fmt: skip
    assert (booking.contact, booking.created_by, Contact.objects.count()) == (None, staff, 0)
    assert kinds(booking) == {"adviser_new_booking"}
    assert tokens.booking_of(tokens.token_of(booking), now=NOW) == booking, "the link can be printed"


def test_c18_day_is_cancelled_and_one_failure_stops_no_other(staff):
    adviser = AdviserFactory()
    slots = [SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=7, hours=hour)) for hour in range(-1, 4)]
    bookings = [booked(slot=slot, email=f"p{slot.pk}@example.gov.uk") for slot in slots]
    elsewhere = [
        booked(email="other@example.gov.uk"),
        booked(slot=SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=8)), email="next@example.gov.uk"),
    ]
    refuses = {"kind": "cancelled", "sequence": 1, "to_status": "cancelled", "to_slot": slots[2], "at": NOW}
    BookingEvent.objects.create(booking=bookings[2], actor="staff", **refuses)  # a second one is against the rules
    cancelled, failed = decisions.cancel_day(
        adviser=adviser, day=slots[0].starts_at.date(), reason="Ill", by=staff, now=NOW
    )
    assert (cancelled, failed) == (4, [bookings[2]])
    assert [again(one).status for one in bookings].count("cancelled") == 4
    assert {again(one).status for one in (*elsewhere, bookings[2])} == {"confirmed"}
    assert OutgoingMessage.objects.filter(kind="booking_cancelled_by_staff").count() == 4


def test_s8_outcome_is_corrected_for_a_fortnight_with_a_line_each(staff):
    booking = booked()
    over = booking.slot.ends_at
    for attended, days in ((True, 1), (False, 13)):
        decisions.record_outcome(booking=booking, attended=attended, remark="", by=staff, now=over + timedelta(days))
    with pytest.raises(NotNow, match="more than 14 days"):
        decisions.record_outcome(booking=booking, attended=True, remark="", by=staff, now=over + timedelta(days=15))
    kinds_ = list(booking.events.values_list("kind", flat=True))
    assert kinds_ == ["booked", "attended", "no_show"]


def test_follow_up_comes_the_next_morning_once_with_the_pages(staff):
    booking = booked()
    home = next(iter(site_tree.get().by_url))
    over = booking.slot.ends_at
    decisions.record_outcome(booking=booking, attended=True, remark="", pages=(home,), by=staff, now=over)
    morning = over.replace(hour=8, minute=5) + timedelta(days=1)
    for when, expected in [(over, 0), (morning - timedelta(hours=1), 0), (morning, 1), (morning, 0)]:
        assert followups.send_follow_ups(now=when) == expected
    (told,) = [row for row in messages_of(booking) if row.kind == "booking_followup"]
    assert "Thank you for your time yesterday." in told.body_text
    assert f"http://testserver{home}" in told.body_text or home in told.body_text
    decisions.record_outcome(booking=booking, attended=False, remark="", by=staff, now=morning)
    deliver_due(clock=lambda: morning)
    told.refresh_from_db()
    assert told.status == "cancelled", "it did not take place after all"


@pytest.mark.parametrize("tells", [True, False])
def test_missed_session_is_told_unless_staff_say_not(staff, tells):
    booking = booked()
    over = booking.slot.ends_at
    decisions.record_outcome(booking=booking, attended=False, remark="", tells=tells, by=staff, now=over)
    assert ("booking_no_show" in kinds(booking)) is tells
    assert followups.send_follow_ups(now=over + timedelta(days=1)) == 0


def test_t8_digest_comes_on_londons_working_mornings_once():
    set_rules(inbox_email="surgeries@example.org")
    summer = datetime(2026, 7, 7, 8, tzinfo=UTC)  # a Tuesday
    booking = booked(slot=SlotFactory(starts_at=summer + timedelta(days=7)), now=summer)
    RequestFactory()
    day = summer + timedelta(days=7)
    for hour, minute, written in [(6, 29, 0), (6, 30, 2), (6, 40, 2), (11, 0, 0)]:
        assert digests.send_digests(now=day.replace(hour=hour, minute=minute)) == written
    rows = OutgoingMessage.objects.filter(kind__endswith="digest").order_by("kind")
    assert [(row.kind, row.to_email) for row in rows] == [
        ("adviser_digest", booking.adviser.email), ("staff_digest", "surgeries@example.org"),
    ]  # fmt: skip
    assert {row.dedupe_key[-10:] for row in rows} == {"2026-07-14"}
    assert rows[0].subject == "Surgeries: 1 today, 1 this week"
    assert "9am Harbour City Council" in rows[0].body_text
    assert "Requests where no time suited: 1" in rows[1].body_text
    saturday = day.replace(day=18, hour=7)
    assert digests.send_digests(now=saturday) == 0


def test_task_does_all_that_is_due(needs_approval, clock):
    booking = booked()
    clock.move_to(NOW + timedelta(days=3))
    tasks.after_and_before()
    assert again(booking).status == "expired"
    with pytest.raises(ChangedMeanwhile):
        booking.accept(now=NOW)


def test_booked_page_of_a_request_says_that_it_is_one(needs_approval, client, clock):
    booking = booked()
    session = client.session
    session["surgeries_booked"] = [booking.reference]
    session.save()
    page = client.get(url("booked", booking.reference)).content.decode()
    assert "Asked for, not yet confirmed" in page
    assert "answer by Wednesday 11 November" in page
    page = Client().get(url("manage", tokens.token_of(booking))).content.decode()
    assert "We have not accepted it yet" in page
    assert url("cancel", tokens.token_of(booking)) in page
