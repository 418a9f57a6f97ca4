"""What staff ask besides, and what people bring along from My journey (B23)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from golab.notifications.models import OutgoingMessage
from golab.search.indexing import index_many
from journey.map import journey_map
from surgeries import retention, tokens
from surgeries.models import Booking, BookingDraft, SurgeryQuestion
from tests.factories.journey import grow_journey
from tests.factories.surgeries import NOW, DraftFactory, QuestionFactory, SlotFactory, TopicFactory, booked
from tests.surgeries.visits import client_with, submit, url

pytestmark = pytest.mark.usefixtures("db", "clock")


def all_four_kinds(**common) -> list[SurgeryQuestion]:
    return [
        QuestionFactory(label="Which contract?", kind="line", **common),
        QuestionFactory(label="What have you tried?", kind="words", help="<b>Briefly</b>", **common),
        QuestionFactory(label="How soon?", kind="one", options="This month\nThis year\n", **common),
        QuestionFactory(label="Who decides?", kind="many", options="Cabinet\nOfficers\nBoth", **common),
    ]


def test_answers_of_all_kinds_are_kept_shown_to_the_adviser_and_erased_with_the_booking(client):
    line, words, one, many = all_four_kinds()
    draft = DraftFactory()
    client = client_with(draft)
    page = client.get(url("question")).content.decode()
    assert "&lt;b&gt;Briefly" in page
    assert page.count("(optional)") >= 4
    told = {line.field_name: "Homes", words.field_name: "A grant.", one.field_name: "This year",
            many.field_name: ["Cabinet", "Both"]}  # fmt: skip
    wrong = client.post(url("question"), {"question": "Where to begin?", **told, one.field_name: "Never"})
    assert "Choose one of these" in wrong.content.decode()
    client.post(url("question"), {"question": "Where to begin?", **told})
    assert client.get(url("question")).content.decode().count(" checked") == 3
    page = client.get(url("check")).content.decode()
    for text in ("Homes", "A grant.", "This year", "Cabinet; Both"):
        assert text in page
    submit(client, draft)
    line.delete()
    SurgeryQuestion.objects.update(label="Something else now", is_active=False)
    booking = Booking.objects.get()
    assert [(each["label"], each["answer"]) for each in booking.more_answers] == [
        ("Which contract?", "Homes"), ("What have you tried?", "A grant."), ("How soon?", "This year"),
        ("Who decides?", "Cabinet; Both"),
    ]  # fmt: skip
    assert "How soon?\nThis year" in OutgoingMessage.objects.get(kind="adviser_new_booking").body_text
    assert "How soon?" in Client().get(url("manage", tokens.token_of(booking))).content.decode()
    retention.forget_booking(booking, now=NOW)
    assert Booking.objects.get().more_answers == []


def test_question_is_asked_only_about_its_topics_and_while_it_is_in_use():
    topic, other = TopicFactory(), TopicFactory()
    always, about, gone = QuestionFactory(), QuestionFactory(), QuestionFactory(is_active=False)
    about.topics.add(topic)
    gone.topics.add(topic)
    assert list(SurgeryQuestion.objects.asked_about(topic.pk)) == [always, about]
    assert list(SurgeryQuestion.objects.asked_about(other.pk)) == [always]


def test_b23_question_that_staff_add_meanwhile_is_asked_on_the_check_page():
    draft = DraftFactory()
    client = client_with(draft)
    assert "One more thing" not in client.get(url("check")).content.decode()
    question = QuestionFactory(label="Which budget year?", is_required=True)
    response = submit(client, draft)
    page = response.content.decode()
    assert (response.status_code, Booking.objects.exists()) == (200, False)
    assert "<title>Error: " in page
    for text in ("Answer the question “Which budget year?”", "One more thing", "Our floor is above our ceiling."):
        assert text in page
    BookingDraft.objects.update(created_at=NOW - timedelta(seconds=3) + timedelta(milliseconds=1))
    page = submit(client, draft, **{question.field_name: "2027"}).content.decode()
    assert "That was very quick" in page, "whatever happens after it"
    assert BookingDraft.objects.get().answers[question.field_name] == "2027", "the answer is kept"
    BookingDraft.objects.update(created_at=NOW - timedelta(minutes=4))
    assert submit(client, draft).status_code == 302
    assert Booking.objects.get().more_answers == [
        {"question": question.pk, "label": "Which budget year?", "answer": "2027"}
    ]


def test_answers_go_into_the_next_booking(client):
    question = QuestionFactory()
    booking = booked(more_answers=[{"question": question.pk, "label": question.label, "answer": "Ten"}])
    Booking.objects.update(status="declined")
    client.post(url("again", tokens.token_of(booking)))
    assert BookingDraft.objects.get().answers[question.field_name] == "Ten"


def test_question_to_choose_from_needs_something_to_choose():
    with pytest.raises(ValidationError, match="at least two"):
        QuestionFactory.build(kind="one", options="Only this").clean()
    for name, wrong in [
        ("surgery_question_offers_what_it_needs", {"kind": "line", "options": "A\nB"}),
        ("surgery_question_offers_what_it_needs", {"kind": "many"}),
        ("surgery_question_kind_is_known", {"kind": "star"}),
    ]:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            QuestionFactory(**wrong)


@pytest.fixture
def traveller():
    """Someone who booked nothing yet and has marked, ticked and saved things; with the steps of the journey."""
    grow_journey(stages=1, steps=4, turn_backs=0)
    steps = journey_map.get().steps
    index_many(kind="step", keys=[steps[3].key])
    client = client_with(DraftFactory())
    session = client.session
    session["journey"] = {
        "states": {steps[0].key: "done", steps[2].key: "not-needed"},
        "ticks": {steps[0].key: ["a"], steps[1].key: ["a"]},
        "saved": [("step", steps[3].key), ("step", "gone")],
    }
    session.save()
    return client, steps


def test_my_journey_comes_along_only_when_its_owner_says_so(traveller):
    client, steps = traveller
    draft = BookingDraft.objects.get()
    page = client.get(url("question")).content.decode()
    assert "Bring along what you have in My journey" in page
    assert " checked" not in page.split("Bring along")[1]
    client.post(url("question"), {"question": "Where to begin?"})
    submit(client, draft)
    assert Booking.objects.get().brought == []
    assert "My journey" not in OutgoingMessage.objects.get(kind="adviser_new_booking").body_text

    draft = DraftFactory(slot=SlotFactory())
    session = client.session
    session["surgery_draft"] = str(draft.pk)
    session.save()
    client.post(url("question"), {"question": "Where to begin?", "brings": "on"})
    assert " checked" in client.get(url("question")).content.decode().split("Bring along")[1]
    assert steps[3].title in client.get(url("check")).content.decode()
    client.post("/my-journey/clear/", headers={"Sec-Fetch-Site": "same-origin"})
    submit(client, draft)
    booking = Booking.objects.order_by("pk").last()
    assert [(line["what"], line["title"], line["url"]) for line in booking.brought] == [
        ("Done", f"{steps[0].number} {steps[0].title}", steps[0].url),
        (f"1 of {steps[1].activity_count} ticked", f"{steps[1].number} {steps[1].title}", steps[1].url),
        ("Not needed here", f"{steps[2].number} {steps[2].title}", steps[2].url),
        ("Saved", steps[3].title, steps[3].url),
    ]
    told = OutgoingMessage.objects.get(kind="adviser_new_booking", subject_uuid=booking.uuid)
    assert f"Done: {steps[0].number} {steps[0].title}" in told.body_text
    assert "Done: " not in OutgoingMessage.objects.get(kind="booking_confirmed", subject_uuid=booking.uuid).body_text


def test_nobody_is_asked_to_bring_what_they_have_not():
    assert "Bring along" not in client_with(DraftFactory()).get(url("question")).content.decode()
