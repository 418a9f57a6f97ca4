"""From need to booked: nothing typed is lost, nothing is booked twice (B cases)."""

import re
from datetime import timedelta

import pytest
from django.utils.html import escape

from golab.notifications.models import OutgoingMessage
from surgeries.models import Booking, BookingDraft, SurgeryTopic
from tests.factories.surgeries import (
    NOW,
    DraftFactory,
    SlotFactory,
    StageOptionFactory,
    TopicFactory,
    booked,
)
from tests.factories.taxonomy import StageFactory, StepFactory
from tests.surgeries.visits import YOU, client_with, submit, submit_to_the_end, url

pytestmark = pytest.mark.usefixtures("db", "clock")


def test_whole_way_from_need_to_booked(client):
    topic, stage, slot = TopicFactory(), StageOptionFactory(), SlotFactory()
    need = {"topic": topic.pk, "journey_stage": stage.pk}
    assert client.post(url("need"), need)["Location"] == url("time")
    response = client.post(url("time"), {"slot": slot.uuid})
    assert response["Location"] == f"{url('you')}?slot={slot.uuid}"
    assert client.post(url("you"), YOU)["Location"].startswith(url("question"))
    told = {"question": "Where to begin?", "colleague_1": "Kim", "colleague_1_email": "", "access_needs": "Captions"}
    assert client.post(url("question"), told)["Location"].startswith(url("check"))
    draft = BookingDraft.objects.get()
    page = client.get(url("check")).content.decode()
    for text in (slot.in_words, topic.label, stage.label, "Where to begin?", "Kim", "Captions", escape("Zoë O'Brien")):
        assert text in page
    BookingDraft.objects.update(created_at=NOW - timedelta(minutes=4))
    response = submit(client, draft)
    booking = Booking.objects.get()
    assert response["Location"] == url("booked", booking.reference)
    assert (booking.slot, booking.extra_attendees, booking.format) == (slot, [{"name": "Kim", "email": ""}], "video")
    page = client.get(response["Location"]).content.decode()
    assert "zoe@example.gov.uk" in page
    assert booking.reference in page
    assert not BookingDraft.objects.exists(), "the answers are a booking now"


def test_b4_b5_same_form_again_shows_the_booking_that_stands():
    draft = DraftFactory()
    client = client_with(draft)
    first, again = submit(client, draft), submit(client, draft)
    assert first["Location"] == again["Location"]
    assert Booking.objects.count() == 1


def test_b11_too_many_bookings_are_refused_and_the_links_sent():
    for _ in range(2):
        booked(email="zoe@example.gov.uk")
    draft = DraftFactory(email="Zoe@example.gov.uk")
    page = submit(client_with(draft), draft).content.decode()
    assert "You already have 2 surgeries booked with this address" in page
    links = OutgoingMessage.objects.get(kind="booking_links")
    assert links.to_email == "zoe@example.gov.uk"
    assert links.body_text.count("/surgeries/manage/") == 2


def test_b18_program_that_is_quicker_than_a_person_books_nothing():
    draft = DraftFactory(created_at=NOW - timedelta(seconds=3) + timedelta(milliseconds=1))
    client = client_with(draft)
    assert "That was very quick" in submit(client, draft).content.decode()
    assert not Booking.objects.exists()
    BookingDraft.objects.update(created_at=NOW - timedelta(seconds=3))
    submit(client, draft)
    assert Booking.objects.exists()


def test_b19_who_meets_the_limit_gets_the_request_form_with_the_answers():
    drafts = DraftFactory.create_batch(6, email="zoe@example.gov.uk")
    for number, draft in enumerate(drafts[:5]):
        for _ in range(2):
            page = submit(client_with(draft), draft)
            assert page.status_code == 302 if number < 2 else "You already have 2" in page.content.decode()
    client = client_with(drafts[5])
    response = submit(client, drafts[5])
    assert response["Location"] == f"{url('request')}?limit=1"
    page = client.get(response["Location"]).content.decode()
    assert "Nothing is lost" in page
    assert "Our floor is above our ceiling." in page
    other = DraftFactory()
    assert submit(client_with(other), other)["Location"].startswith("/surgeries/booked/"), "behind the same address"


def test_time_that_is_seen_to_be_gone_counts_as_no_try():
    slot = booked(email="kim@example.gov.uk").slot
    for draft in DraftFactory.create_batch(7, email="zoe@example.gov.uk", slot=slot):
        assert "That time was just taken" in submit_to_the_end(client_with(draft), draft).content.decode()


def test_who_comes_too_late_is_told_after_one_query(django_assert_num_queries):
    taken = booked(email="kim@example.gov.uk").slot
    draft = DraftFactory(slot=taken)
    client = client_with(draft)
    with django_assert_num_queries(1):
        response = submit(client, draft)
    assert response["Location"] == f"{url('time')}?slot={taken.uuid}"
    Booking.objects.update(status="cancelled", cancelled_by="booker")
    assert submit(client, draft)["Location"].startswith("/surgeries/booked/"), "it is free again"


def test_key_of_another_visitor_books_nothing_and_tells_nothing_of_them(client):
    taken = booked(email="kim@example.gov.uk").slot
    for draft in (DraftFactory(slot=taken), DraftFactory()):
        page = client.post(url("check"), {"submission_key": draft.submission_key}, follow=True).content.decode()
        assert "Please start again" in page
        assert draft.answers["name"] not in page
    assert Booking.objects.count() == 1


def test_b21_lost_session_starts_again_with_the_time_in_the_address(client):
    slot = SlotFactory()
    response = client.get(f"{url('you')}?slot={slot.uuid}")
    assert response["Location"] == f"{url('need')}?slot={slot.uuid}&again=1"
    page = client.get(response["Location"]).content.decode()
    assert "Please start again" in page
    assert slot.in_words in page
    assert "sessionid" not in client.cookies


def test_answers_sent_after_a_lost_session_are_kept(client):
    slot = SlotFactory()
    response = client.post(f"{url('you')}?slot={slot.uuid}", YOU)
    assert response["Location"].startswith(url("need"))
    assert BookingDraft.objects.get().answers["name"] == "Zoë O'Brien"
    client.post(url("need"), {"topic": TopicFactory().pk, "journey_stage": StageOptionFactory().pk})
    assert client.get(url("question")).status_code == 200, "time and person are known already"


def test_draft_of_yesterday_is_forgotten():
    draft = DraftFactory(updated_at=NOW - timedelta(hours=25))
    assert client_with(draft).get(url("check"))["Location"].startswith(url("need"))


def test_choice_that_staff_took_away_is_asked_again():
    draft = DraftFactory()
    SurgeryTopic.objects.update(is_active=False)
    client = client_with(draft)
    assert submit(client, draft)["Location"].startswith(url("need"))
    assert BookingDraft.objects.get().answers["question"] == "Our floor is above our ceiling."


def test_step_of_the_journey_brings_its_stage_and_topic(client):
    stage = StageFactory()
    step = StepFactory(stage=stage, slug="price-the-outcomes")
    topic, option = TopicFactory(), StageOptionFactory()
    topic.stages.add(stage)
    option.journey_stages.add(stage)
    page = client.get(f"{url('book')}?step=price-the-outcomes", follow=True).content.decode()
    assert page.count(" checked") == 2
    client.post(url("need"), {"topic": topic.pk, "journey_stage": option.pk, "step": "price-the-outcomes"})
    assert BookingDraft.objects.get().answers["step"] == step.slug


def test_booking_is_shown_only_to_the_session_that_made_it(client):
    draft = DraftFactory()
    own = client_with(draft)
    address = submit(own, draft)["Location"]
    theirs, nobodys = client.get(address), client.get(url("booked", "GOL-22222222"))
    assert "We are sending your confirmation" in own.get(address).content.decode()
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|/surgeries/booked/[^"/]+/')
    assert strip.sub("", theirs.content.decode()) == strip.sub("", nobodys.content.decode())
