"""Questions from surgeries that anyone may read: written, approved, published, withdrawn; never whose they were."""

import pytest
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from golab.pages.snapshots import start_request
from golab.search.finding import find
from golab.search.indexing import apply_changes
from golab.taxonomy.models import Step
from surgeries.errors import ChangedMeanwhile
from surgeries.models import AnsweredQuestion
from tests.factories.journey import grow_journey
from tests.factories.surgeries import NOW, AnsweredFactory, SlotFactory, booked
from tests.surgeries.staff import is_refused

pytestmark = pytest.mark.usefixtures("db", "clock")
QUESTION, ANSWER = "May a floor price lie above a ceiling price?", "<p>No: lower the floor first.</p>"


def form(step: Step, **changes) -> dict:
    """What the screen sends; the answer as its editor writes it."""
    draft = '{"blocks": [{"key": "a", "text": "%s", "type": "unstyled", "depth": 0}], "entityMap": {}}'
    answer = draft % changes.pop("answer", "No: lower the floor first.")
    return {"question": QUESTION, "answer": answer, "step": step.pk, "sort_order": 0, **changes}


def screen(name: str, *args) -> str:
    return reverse(f"surgery_answered:{name}", args=args)


@pytest.fixture
def step():
    """A step with a page."""
    grow_journey(stages=1, steps=1, turn_backs=0)
    return Step.objects.get()


def page_of(client, step: Step) -> str:
    client.logout()
    cache.clear()
    start_request()
    return client.get(step.page.get_url()).content.decode()


def results(text: str) -> list[str]:
    apply_changes(now=timezone.now())
    cache.clear()
    return [hit.url for hit in find(text).hits if "#answered-" in hit.url]


def test_way_from_a_booking_to_its_step_and_back_off_it(client, users, step):
    booking = booked()
    client.force_login(users["Surgery manager"])
    inspect = reverse("surgery_bookings:inspect", args=[booking.pk])
    add = f"{screen('add')}?booking={booking.pk}"
    assert add in client.get(inspect).content.decode()
    assert add in client.get(add).content.decode(), "the form sends the booking along"
    client.post(add, form(step))
    answered = AnsweredQuestion.objects.get()
    assert (answered.booking, answered.status, answered.written_by) == (booking, "draft", users["Surgery manager"])
    assert QUESTION in client.get(inspect).content.decode()
    client.post(screen("publish", answered.pk))
    assert AnsweredQuestion.objects.get().is_draft, "it is approved first"
    for name in ("approve", "publish"):
        assert client.get(screen(name, answered.pk)).status_code == 405, "looking does nothing"
        client.post(screen(name, answered.pk))
    public = page_of(client, step)
    assert QUESTION in public
    assert f'id="{answered.anchor}"' in public
    for secret in (booking.reference, booking.name, booking.organisation, booking.question):
        assert secret not in public
    assert results("floor price above ceiling") == [f"{step.page.get_url()}#{answered.anchor}"]
    client.force_login(users["Surgery manager"])
    client.post(screen("withdraw", answered.pk))
    assert QUESTION not in page_of(client, step)
    assert results("floor price above ceiling") == []
    done = ModelLogEntry.objects.filter(object_id=str(answered.pk)).order_by("timestamp", "pk")
    assert [entry.action for entry in done] == [
        "wagtail.create", "surgeries.approve", "wagtail.publish", "wagtail.unpublish",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "as Harbour  City council asked",
        "write to zoe@example.gov.uk",
        "like Zoë O'Brien",
        "O'Brien wants",
        "for Kim Ng",
    ],
)
def test_words_that_tell_whose_it_was_are_refused(manager, step, words):
    booking = booked(extra_attendees=[{"name": "Kim Ng", "email": ""}])
    add = f"{screen('add')}?booking={booking.pk}"
    for changes in ({"question": f"May we, {words}?"}, {"answer": f"No, {words}."}):
        page = manager.post(add, form(step, **changes)).content.decode()
        assert "Take out what tells whose question it was" in page
    assert not AnsweredQuestion.objects.exists()
    answered = AnsweredFactory(booking=booking, step=step)
    page = manager.post(screen("edit", answered.pk), form(step, question=f"May we, {words}?")).content.decode()
    assert "Take out what tells whose question it was" in page


def test_changed_words_are_approved_again_and_another_order_is_not(manager, step, users):
    answered = AnsweredFactory(step=step, question=QUESTION, answer=ANSWER)
    answered.approve(by=users["Surgery manager"], now=NOW)
    answered.publish(now=NOW)
    stored = manager.get(screen("edit", answered.pk)).context["form"]["answer"].value()
    assert stored == ANSWER
    manager.post(screen("edit", answered.pk), form(step, question="May it?"))
    kept = AnsweredQuestion.objects.get()
    assert (kept.status, kept.approved_by, kept.approved_at) == ("draft", None, None)
    assert "May it?" not in page_of(manager, step)


def test_adviser_writes_about_their_own_bookings_and_decides_nothing(client, adviser, step):
    own, other = booked(slot=SlotFactory(adviser=adviser)), booked(email="kim@example.gov.uk")
    client.post(f"{screen('add')}?booking={own.pk}", form(step))
    client.post(f"{screen('add')}?booking={other.pk}", form(step, question="May we?"))
    mine, unlinked = AnsweredQuestion.objects.order_by("pk")
    assert (mine.booking, unlinked.booking) == (own, None)
    for name in ("approve", "publish", "withdraw"):
        assert is_refused(client.post(screen(name, mine.pk)))
    assert "Approve</button>" not in client.get(screen("inspect", mine.pk)).content.decode()
    assert AnsweredQuestion.objects.filter(status="draft").count() == 2


def test_two_who_decide_at_once_decide_once(users):
    first = AnsweredFactory()
    second = AnsweredQuestion.objects.get(pk=first.pk)
    first.withdraw()
    with pytest.raises(ChangedMeanwhile):
        second.approve(by=users["Surgery manager"], now=NOW)
    assert AnsweredQuestion.objects.get().status == "withdrawn"


def test_database_lets_nothing_out_that_nobody_approved():
    for status in ("approved", "published", "shown"):
        with (
            pytest.raises(IntegrityError, match="answered_question_is_approved_before_it_is_read"),
            transaction.atomic(),
        ):
            AnsweredFactory(status=status)


def test_step_costs_one_query_however_many_questions(client, step, django_assert_max_num_queries):
    counts = []
    for _ in range(3):  # the first learns what kinds of rows there are
        for _ in range(3):
            one = AnsweredFactory(step=step)
            one.approve(by=None, now=NOW)
            one.publish(now=NOW)
        cache.clear()
        start_request()
        with django_assert_max_num_queries(8) as seen:
            assert "Questions from advice surgeries" in client.get(step.page.get_url()).content.decode()
        counts.append(len(seen))
    assert counts[1] == counts[2]
