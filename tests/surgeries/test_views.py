"""The pages: nothing typed is lost, looking changes nothing, and what goes wrong is said (B, C, P and U cases)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from golab.notifications.models import OutgoingMessage, Suppression
from golab.pages.snapshots import start_request
from surgeries import actions, tokens
from surgeries.booking_views import NO_PERSON_IS_SO_QUICK
from surgeries.models import Booking, BookingDraft, Slot, StageOption, SurgeryRequest, SurgeryTopic
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomePageFactory, StandardPageFactory
from tests.factories.surgeries import (
    NOW,
    AdviserFactory,
    DraftFactory,
    SlotFactory,
    StageOptionFactory,
    SurgeryIndexPageFactory,
    TopicFactory,
    booked,
)
from tests.factories.taxonomy import StageFactory, StepFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
YOU = {
    "name": "Zoë O'Brien", "email": "zoe@example.gov.uk", "organisation": "Harbour City Council",
    "org_type": "local_authority", "role": "", "format": "video", "website": "",
}  # fmt: skip


def url(name: str, *args) -> str:
    return reverse(f"surgeries:{name}", args=args)


def client_with(draft: BookingDraft) -> Client:
    """Someone who has answered what the draft says."""
    client = Client()
    session = client.session
    session["surgery_draft"] = str(draft.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def submit(client: Client, draft: BookingDraft, **changes):
    return client.post(url("check"), {"submission_key": draft.submission_key, **changes})


def everything() -> list:
    """All rows that a person or a scanner could change."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Booking, BookingDraft, Slot, SurgeryRequest)]
    return [*rows, OutgoingMessage.objects.count(), Suppression.objects.count()]


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


@pytest.mark.parametrize(
    ("step", "sent", "error"),
    [
        ("need", {}, "Choose what you want to talk about"),
        ("need", {"topic": "999999"}, "Choose one of these"),
        ("time", {}, "Choose a time, or tell us that none suits you"),
        ("time", {"slot": "not-a-uuid"}, "Choose a time, or tell us that none suits you"),
        ("you", YOU | {"name": ""}, "Enter your name"),
        ("you", YOU | {"name": "x" * 201}, "at most 200 characters"),
        ("you", YOU | {"name": "Zoe\x00"}, "Null characters are not allowed"),
        ("you", YOU | {"email": "a@b"}, "Enter your work email address"),
        ("you", YOU | {"email": "a@@b.c"}, "Enter your work email address"),
        ("you", YOU | {"email": "jörg@x.org"}, "Enter your work email address"),
        ("you", YOU | {"email": "x" * 250 + "@x.org"}, "at most 254 characters"),
        ("you", YOU | {"org_type": "guild"}, "Choose one of the list"),
        ("you", YOU | {"website": "buy now"}, "Empty the field that should be left empty"),
        ("question", {"question": " "}, "Tell us what you would like help with"),
        ("question", {"question": "x" * 2001}, "Shorten it to 2,000 characters"),
        ("question", {"question": "https://a https://b http://c www.d"}, "Put at most 3 links here"),
        (
            "question",
            {"question": "x", "colleague_2_email": "kim@example.org"},
            "Enter the name of colleague 2 as well",
        ),
    ],
)
def test_u4_error_is_said_first_and_answers_stay(step, sent, error):
    client = client_with(DraftFactory())
    before = everything()
    response = client.post(url(step), sent)
    page = response.content.decode()
    assert (response.status_code, error in page) == (200, True)
    assert "<title>Error: " in page
    assert page.index('class="error-summary"') < page.index("<h1>")
    for value in (
        value for value in sent.values() if isinstance(value, str) and len(value) > 2 and "\x00" not in value
    ):
        assert escape(value) in page or value in ("999999", "guild", "not-a-uuid", "buy now")
    assert everything() == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("李小龙", "李小龙"),
        ("مها", "مها"),
        ("👩🏽‍💼 Ada", "👩🏽‍💼 Ada"),
        ("Zoe\u0308", "Zoë"),
        ("Bob\r\nBcc: v@x.org", "Bob Bcc: v@x.org"),
        ("\u202eevil\u200b", "evil"),
        ('"><script>alert(1)</script>', '"><script>alert(1)</script>'),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
    ],
)
def test_b15_b16_names_of_all_kinds(typed, kept):
    draft = DraftFactory()
    client = client_with(draft)
    client.post(url("you"), YOU | {"name": typed})
    submit(client, draft)
    booking = Booking.objects.get()
    assert booking.name == kept
    page = (
        client.get(url("manage", tokens.token_of(booking))).content.decode() + client.get(url("check")).content.decode()
    )
    assert "<script>alert" not in page
    assert "49" not in OutgoingMessage.objects.get(kind="booking_confirmed").body_text.split("Dear")[1].split(",")[0]


def test_b17_address_on_an_international_domain_books():
    draft = DraftFactory(email="a@bücher.example")
    submit(client_with(draft), draft)
    assert Booking.objects.get().contact.email_norm == "a@bücher.example"


def test_taken_page_keeps_the_answers_and_offers_the_nearest():
    adviser = AdviserFactory()
    slots = [SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=7, hours=hour)) for hour in range(5)]
    draft = DraftFactory(slot=slots[2])
    client = client_with(draft)
    booked(slot=slots[2], email="kim@example.gov.uk")
    response = submit(client, draft)
    page = response.content.decode()
    assert response.status_code == 200
    assert "That time was just taken" in page
    assert "Your answers are safe" in page
    nearest = re.findall(r'name="slot" value="([^"]+)"', page.split('class="error-summary"')[1].split("</div>")[0])
    assert nearest == [str(slots[place].uuid) for place in (0, 1, 3)]
    assert client.post(url("time"), {"slot": slots[3].uuid})["Location"].startswith(url("check"))
    submit(client, draft)
    assert Booking.objects.filter(slot=slots[3], contact__email_norm=draft.answers["email"]).exists()


def test_b8_time_withdrawn_meanwhile_is_said_so():
    slot, _other = SlotFactory(), SlotFactory()
    draft = DraftFactory(slot=slot)
    client = client_with(draft)
    actions.withdraw(slot=slot, reason="Ill", by=UserFactory(), now=NOW)
    for response in (submit(client, draft), client.get(url("time"))):
        assert "That time is no longer available" in response.content.decode()
    assert client.get(url("check"))["Location"].startswith(url("time"))


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
    draft = DraftFactory(created_at=NOW - NO_PERSON_IS_SO_QUICK + timedelta(milliseconds=1))
    client = client_with(draft)
    assert "That was very quick" in submit(client, draft).content.decode()
    assert not Booking.objects.exists()
    BookingDraft.objects.update(created_at=NOW - NO_PERSON_IS_SO_QUICK)
    submit(client, draft)
    assert Booking.objects.exists()


def test_b19_who_meets_the_limit_gets_the_request_form_with_the_answers():
    slot = booked(email="kim@example.gov.uk").slot
    drafts = DraftFactory.create_batch(6, email="zoe@example.gov.uk", slot=slot)
    for draft in drafts[:5]:
        for _ in range(2):
            assert "That time was just taken" in submit(client_with(draft), draft).content.decode()
    client = client_with(drafts[5])
    response = submit(client, drafts[5])
    assert response["Location"] == f"{url('request')}?limit=1"
    page = client.get(response["Location"]).content.decode()
    assert "Nothing is lost" in page
    assert "Our floor is above our ceiling." in page
    other = DraftFactory()
    assert submit(client_with(other), other)["Location"].startswith("/surgeries/booked/"), "behind the same address"


def test_b20_no_times_at_all_says_so_and_offers_the_request(client):
    draft = DraftFactory()
    Slot.objects.update(status="withdrawn")
    page = client_with(draft).get(url("time")).content.decode()
    assert "There are no free times in the next 8 weeks" in page
    assert url("request") in page


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


@pytest.mark.parametrize("step", ["need", "time", "you", "question", "check"])
def test_b22_post_without_a_token_is_refused_in_plain_words(step):
    draft = DraftFactory()
    client = client_with(draft)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    response = strict.post(url(step), {"submission_key": draft.submission_key})
    assert response.status_code == 403
    assert "out of date" in response.content.decode()


def test_choice_that_staff_took_away_is_asked_again():
    draft = DraftFactory()
    SurgeryTopic.objects.update(is_active=False)
    client = client_with(draft)
    assert submit(client, draft)["Location"].startswith(url("need"))
    assert BookingDraft.objects.get().answers["question"] == "Our floor is above our ceiling."


def test_time_that_offers_another_way_to_meet_asks_again_how():
    draft = DraftFactory(slot=SlotFactory(formats=["phone", "in_person"]))
    client = client_with(draft)
    assert client.get(url("check"))["Location"].startswith(url("you"))
    page = client.post(url("you"), YOU | {"format": "phone"}).content.decode()
    assert "Enter the number on which we should call you" in page
    client.post(url("you"), YOU | {"format": "phone", "phone": "01865 000000"})
    submit(client, draft)
    assert (Booking.objects.get().format, Booking.objects.get().phone) == ("phone", "01865 000000")


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


@pytest.mark.parametrize(
    "query", ["slot=x", "slot=%00", "step=../..", f"slot={uuid.UUID(int=1)}", "week=1", "week=9999-12-31"]
)
def test_query_that_makes_no_sense_is_ignored(query):
    client = client_with(DraftFactory())
    for name in ("need", "time", "you", "question", "check", "request"):
        assert client.get(f"{url(name)}?{query}").status_code == 200


def test_weeks_lead_to_each_other_and_ways_to_meet_narrow():
    adviser = AdviserFactory()
    first = SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=7))
    later = SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=21), formats=["in_person"])
    client = client_with(DraftFactory(slot=first))
    page = client.get(url("time")).content.decode()
    assert (str(first.uuid) in page, str(later.uuid) in page) == (True, False)
    assert "?week=2026-11-30" in page
    page = client.get(f"{url('time')}?week=2026-11-30&how=in_person").content.decode()
    assert str(later.uuid) in page
    assert str(first.uuid) not in client.get(f"{url('time')}?how=in_person").content.decode()


def test_u2_every_time_has_a_whole_name():
    slot = SlotFactory(starts_at=NOW.replace(day=17, hour=10, minute=0))
    page = client_with(DraftFactory(slot=slot)).get(url("time")).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page.split('class="day"')[1].split("</fieldset>")[0]).split())
    assert "Tuesday 17 November" in text
    assert f"10am to 10:45am, with {slot.adviser.name_shown}, Online" in text


def test_booking_is_shown_only_to_the_session_that_made_it(client):
    draft = DraftFactory()
    own = client_with(draft)
    address = submit(own, draft)["Location"]
    theirs, nobodys = client.get(address), client.get(url("booked", "GOL-22222222"))
    assert "We are sending your confirmation" in own.get(address).content.decode()
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|/surgeries/booked/[^"/]+/')
    assert strip.sub("", theirs.content.decode()) == strip.sub("", nobodys.content.decode())


def test_c1_looking_changes_nothing():
    draft = DraftFactory()
    client = client_with(draft)
    token = tokens.token_of(booked())
    before = everything()
    addresses = [url(name) for name in ("book", "need", "time", "you", "question", "check", "find", "request")]
    addresses += [
        url(name, token) for name in ("manage", "move", "cancel", "manage-question", "manage-calendar", "reminders")
    ]
    for address in addresses:
        for method in ("get", "head", "options"):
            getattr(client, method)(address)
    assert everything() == before


def test_manage_page_is_private_in_every_way(client):
    booking = booked()
    token = tokens.token_of(booking)
    for name in ("manage", "move", "cancel", "manage-question", "reminders"):
        response = client.get(url(name, token))
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == ("no-referrer" if name == "manage" else "same-origin")
    calendar = client.get(url("manage-calendar", token))
    assert b"METHOD:PUBLISH" in b"".join(calendar)


def test_c12_every_wrong_link_gets_the_same_answer(client):
    booking = booked()
    good = tokens.token_of(booking)
    wrong = [
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good[:-5],
        Signer(salt="another").sign(f"{booking.uuid}.1"),
        Signer(salt="surgeries.manage").sign(f"{uuid.uuid4()}.1"),
        Signer(salt="surgeries.manage").sign(f"{booking.uuid}.2"),
        Signer(salt="surgeries.manage").sign("nonsense"),
        "nonsense",
    ]
    pages = set()
    for token in wrong:
        response = client.get(url("manage", token))
        assert response.status_code == 404
        pages.add(response.content.decode().replace(token, "").split("<main")[1].split('name="q"')[0])
    assert len(pages) == 1


def test_c2_cancelling_needs_an_answer_that_nobody_chose_beforehand(client):
    booking = booked()
    address = url("cancel", tokens.token_of(booking))
    assert " checked" not in client.get(address).content.decode()
    assert "Choose yes or no" in client.post(address).content.decode()
    assert client.post(address, {"sure": "no"}).status_code == 302
    assert Booking.objects.get().is_confirmed
    client.post(address, {"sure": "yes", "reason": "time"})
    assert (Booking.objects.get().status, Booking.objects.get().cancel_reason) == (
        "cancelled",
        "The time does not suit me",
    )
    again = client.post(address, {"sure": "yes"})
    assert (again.status_code, "already been cancelled" in again.content.decode()) == (200, True)
    assert OutgoingMessage.objects.filter(kind="booking_cancelled_by_booker").count() == 1


def test_c5_c6_cancelled_or_started_bookings_stay_as_they_are(client, clock):
    booking = booked()
    token = tokens.token_of(booking)
    clock.move_to(booking.slot.starts_at + timedelta(minutes=1))
    page = client.post(url("cancel", token), {"sure": "yes"}).content.decode()
    assert "This session has started or is over" in page
    clock.move_to(NOW)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    page = client.post(url("move", token), {"slot": SlotFactory().uuid, "sequence": 1}).content.decode()
    assert "cannot be moved" in page
    assert Booking.objects.get().is_cancelled


def test_move_and_change_of_question_by_the_link(client):
    booking, free, taken = booked(), SlotFactory(), booked(email="kim@example.gov.uk")
    token = tokens.token_of(booking)
    move = url("move", token)
    assert "Choose a time" in client.post(move, {"sequence": 0}).content.decode()
    assert "That time was just taken" in client.post(move, {"sequence": 0, "slot": taken.slot.uuid}).content.decode()
    assert "has changed since you opened" in client.post(move, {"sequence": 5, "slot": free.uuid}).content.decode()
    assert client.post(move, {"sequence": 0, "slot": free.uuid})["Location"] == url("manage", token)
    assert Booking.objects.get(pk=booking.pk).slot == free
    question = url("manage-question", token)
    assert "Tell us what you would like help with" in client.post(question, {"question": ""}).content.decode()
    client.post(question, {"question": "And the ceiling?"})
    assert "And the ceiling?" in client.get(url("manage", token)).content.decode()


def test_e7_reminders_stop_by_one_click_without_a_cookie():
    booking = booked()
    address = url("reminders", tokens.token_of(booking))
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert not Suppression.objects.exists()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Suppression.objects.get().scope == "reminders"


def test_c16_p8_find_says_the_same_to_all_and_floods_nobody(client):
    booking = booked()
    known = [client.post(url("find"), {"email": "Zoe@example.gov.uk "}) for _ in range(5)]
    unknown = client.post(url("find"), {"email": "nobody@example.org"})
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert {strip.sub("", page.content.decode()) for page in [*known, unknown]} == {
        strip.sub("", known[0].content.decode())
    }
    sent = OutgoingMessage.objects.filter(kind="booking_links")
    assert 1 <= sent.count() <= 3
    assert tokens.token_of(booking) in sent.first().body_text


def test_request_for_a_time_reaches_staff_and_thanks(client):
    form = {
        **YOU, "topic": TopicFactory().pk, "journey_stage": StageOptionFactory().pk, "question": "Where to begin?",
        "availability": "Mondays", "submission_key": uuid.uuid4(),
    }  # fmt: skip
    assert "Tell us when would suit you" in client.post(url("request"), form | {"availability": ""}).content.decode()
    assert client.post(url("request"), form)["Location"] == url("request-received")
    assert client.get(url("request-received")).status_code == 200
    assert SurgeryRequest.objects.get().availability == "Mondays"


def test_page_of_surgeries_shows_examples_as_such_and_fills_in_the_rules(client):
    page = SurgeryIndexPageFactory()
    slots = SlotFactory.create_batch(5)
    html = client.get(page.url).content.decode()
    assert "Booked up to 8 weeks ahead." in html
    assert html.count('class="tag">Example<') == 5
    assert sum(f"?slot={slot.uuid}" in html for slot in slots) == 3
    assert not client.cookies


def test_home_page_offers_the_next_times(client):
    home = HomePageFactory()
    assert "Talk it through" not in client.get(home.url).content.decode()
    SurgeryIndexPageFactory()
    slot = SlotFactory()
    cache.clear()
    html = client.get(home.url).content.decode()
    assert f"/surgeries/book/need/?slot={slot.uuid}" in html
    Slot.objects.update(status="withdrawn")
    assert "There are no free surgery times" in client.get(home.url).content.decode()


def queries(client, address: str, django_assert_max_num_queries) -> list[str]:
    """The queries of one request with every cache empty: eight at most and no two alike."""
    cache.clear()
    start_request()
    with django_assert_max_num_queries(8) as seen:
        assert client.get(address).status_code == 200
    statements = [query["sql"] for query in seen.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(set(statements)) == len(statements)
    return statements


@pytest.mark.parametrize(
    "name", ["page", "need", "time", "you", "question", "check", "booked", "manage", "move", "cancel"]
)
def test_page_takes_at_most_eight_queries_however_many_rows(name, django_assert_max_num_queries):
    page = SurgeryIndexPageFactory()
    StandardPageFactory(title="Support")
    draft = DraftFactory(email="kim@example.gov.uk")
    client = client_with(draft)
    if name == "booked":
        address = submit(client, draft)["Location"]
    elif name in ("manage", "move", "cancel"):
        address = url(name, tokens.token_of(booked()))
    else:
        address = page.url if name == "page" else url(name)
    few = len(queries(client, address, django_assert_max_num_queries))
    adviser = AdviserFactory()
    later = [NOW + timedelta(days=day, hours=3) for day in range(7, 37)]
    Slot.objects.bulk_create(SlotFactory.build(adviser=adviser, starts_at=moment) for moment in later)
    SurgeryTopic.objects.bulk_create(TopicFactory.build_batch(10))
    StageOption.objects.bulk_create(StageOptionFactory.build_batch(10))
    assert len(queries(client, address, django_assert_max_num_queries)) == few
