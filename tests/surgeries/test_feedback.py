"""Three questions the morning after: a signed link, no account, answered once and changed as often as one likes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from golab.accounts.registry import parts
from golab.notifications.models import OutgoingMessage
from surgeries import decisions, retention, tokens
from surgeries.models import Feedback
from surgeries.staff import reports
from surgeries.telling import followups
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW, BookingFactory, FeedbackFactory, SlotFactory, booked
from tests.surgeries.visits import everything, url

pytestmark = pytest.mark.usefixtures("db", "clock")


@pytest.fixture
def held(clock):
    """A surgery that took place yesterday."""
    booking = booked()
    decisions.record_outcome(booking=booking, attended=True, remark="", by=None, now=booking.slot.ends_at)
    clock.move_to(booking.slot.ends_at.replace(hour=9) + timedelta(days=1))
    return booking


def test_link_in_the_follow_up_opens_the_questions_and_the_answers_can_be_changed(held, client):
    followups.send_follow_ups(now=held.slot.ends_at.replace(hour=9) + timedelta(days=1))
    address = url("feedback", tokens.feedback_token(held))
    assert address in OutgoingMessage.objects.get(kind="booking_followup").body_text
    response = client.get(address)
    page = response.content.decode()
    assert (response["Cache-Control"], response["X-Robots-Tag"]) == ("no-store", "noindex")
    for secret in (held.question, held.reference, held.name):
        assert secret not in page
    assert " checked" not in page
    wrong = client.post(address, {"comment": "The rate card."}).content.decode()
    assert "<title>Error: " in wrong
    assert "Choose whether it helped" in wrong
    assert "The rate card." in wrong
    assert not Feedback.objects.exists()
    for helped, comment in (("partly", "The rate card."), ("yes", "It came later.")):
        response = client.post(address, {"helped": helped, "comment": comment, "heard": "event"})
        assert response["Location"] == url("feedback-received")
    assert "Thank you" in client.get(response["Location"]).content.decode()
    said = Feedback.objects.get()
    assert (said.helped, said.comment, said.heard, said.booking) == ("yes", "It came later.", "event", held)
    page = client.get(address).content.decode()
    assert "You have answered already" in page
    assert "It came later." in page


def test_looking_at_the_questions_changes_nothing(held):
    before, client = everything(), Client()
    for method in ("get", "head", "options"):
        getattr(client, method)(url("feedback", tokens.feedback_token(held)))
    assert (everything(), Feedback.objects.exists()) == (before, False)


def test_feedback_needs_a_surgery_that_took_place_and_its_own_link(held, client, clock):
    token = tokens.feedback_token(held)
    other = booked(email="kim@example.gov.uk", now=held.slot.starts_at, slot=SlotFactory(
        starts_at=held.slot.starts_at + timedelta(days=9)))  # fmt: skip
    for wrong in (tokens.token_of(held), token[:-1], token + "A", tokens.feedback_token(other), "nonsense"):
        assert client.get(url("feedback", wrong)).status_code == 404
    assert client.get(url("manage", token)).status_code == 404, "it does not open the booking"
    clock.move_to(held.slot.ends_at + tokens.WORKS_FOR + timedelta(seconds=1))
    assert client.get(url("feedback", token)).status_code == 404


def test_words_go_with_the_booking_and_what_was_chosen_stays():
    said = FeedbackFactory(comment="Zoë said so", heard="event")
    user = UserFactory(email=said.booking.contact.email_norm)
    (part,) = [one for one in parts() if one.name == "Advice surgeries"]
    assert part.export(user)[0]["feedback"] == "Yes, it did. Zoë said so"
    retention.forget_booking(said.booking, now=NOW)
    said.refresh_from_db()
    assert (said.comment, said.helped, said.heard) == ("", "yes", "event")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("feedback_says_whether_it_helped", {"helped": "maybe"}), ("feedback_heard_is_known", {"heard": "radio"})],
)
def test_database_knows_the_answers(name, wrong):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        FeedbackFactory(**wrong)


def test_report_counts_the_answers_of_the_period(client):
    for days, helped, heard in [(3, "yes", "event"), (4, "yes", ""), (5, "early", "event"), (400, "no", "hub")]:
        slot = SlotFactory(starts_at=NOW - timedelta(days=days))
        booking = BookingFactory(slot=slot, status="attended")
        FeedbackFactory(booking=booking, helped=helped, heard=heard, comment=f"After {days} days")
    found = reports.report(NOW.date() - timedelta(days=30), NOW.date(), now=NOW)
    assert found.helped == [("Yes, it did", 2), ("It is too early to say", 1)]
    assert found.heard == [("At an event", 2)]
    assert (found.feedback_total, len(found.comments)) == (3, 3)
    client.force_login(UserFactory(role="Surgery manager"))
    page = client.get(reverse("surgery_diary:report")).content.decode()
    assert "After 3 days" in page
    assert "After 400 days" not in page
    booking = Feedback.objects.get(comment="After 3 days").booking
    assert "After 3 days" in client.get(reverse("surgery_bookings:inspect", args=[booking.pk])).content.decode()
