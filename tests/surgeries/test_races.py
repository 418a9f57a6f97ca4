"""Fifty people want one time, over real HTTP and in real transactions (B1, B3, B4, B7, C4, C8, S1)."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib import import_module
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections, transaction
from django.urls import reverse
from django.utils import timezone

from golab.accounts.models import User
from golab.notifications.models import OutgoingMessage
from surgeries import actions, decisions
from surgeries.errors import Refused
from surgeries.models import Booking, BookingDraft, BookingEvent, Slot, SurgeryPolicy
from surgeries.times import generating
from tests.crowds import PATIENCE, wait_for_a_crowd
from tests.factories.surgeries import NOW, AdviserFactory, DraftFactory, RuleFactory, SlotFactory, booked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]
PEOPLE = 50
AT_ONCE = 20  # so many must stand at the same point before any may go on
TOKEN = "r" * 32
(ONE_LIVE_BOOKING,) = [one for one in Booking._meta.constraints if one.name == actions.ONE_LIVE_BOOKING]


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    location: str


@pytest.fixture(autouse=True)
def _quiet(settings):
    settings.REDIS_URL = ""  # no worker to nudge


@pytest.fixture(autouse=True)
def _clock():
    """Everyone's clock starts at NOW and runs."""
    with time_machine.travel(NOW):
        yield


def session_of(draft: BookingDraft) -> str:
    """The key of a session that holds this draft."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["surgery_draft"] = str(draft.pk)
    session.save()
    return session.session_key


def press(server: str, draft: BookingDraft, session: str) -> Answer:
    """The last button, as a browser sends it."""
    form = urlencode({"submission_key": draft.submission_key, "csrfmiddlewaretoken": TOKEN})
    cookies = f"sessionid={session}; csrftoken={TOKEN}"
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    return _ask(server, "POST", reverse("surgeries:check"), form, headers)


def followed(server: str, answer: Answer, session: str) -> Answer:
    """The page of times where the button led there, else what it answered."""
    if not answer.location.startswith(reverse("surgeries:time")):
        return answer
    return _ask(server, "GET", answer.location, None, {"Cookie": f"sessionid={session}"})


def _ask(server: str, method: str, address: str, body: str | None, headers: dict) -> Answer:
    http = HTTPConnection(urlsplit(server).netloc, timeout=PATIENCE)
    http.request(method, address, body, headers)
    response = http.getresponse()
    answer = Answer(response.status, response.read().decode(), response.getheader("Location", ""))
    http.close()
    return answer


@contextmanager
def nobody_may_pass(slot: Slot) -> Iterator[None]:
    """Hold the row of the time until AT_ONCE others want it, then let all go at the same moment."""
    with transaction.atomic():
        Slot.objects.select_for_update().get(pk=slot.pk)
        released = threading.Thread(target=wait_for_a_crowd, args=(AT_ONCE, connection.settings_dict["NAME"]))
        released.start()
        yield
        released.join()


def all_want(server: str, slot: Slot, people: int = PEOPLE) -> list[Answer]:
    """What each of these people gets who press the button for this time at once."""
    first = DraftFactory(slot=slot)
    others = [
        BookingDraft(
            answers=first.answers | {"email": f"other{number}@example.gov.uk"},
            created_at=first.created_at,
            updated_at=first.updated_at,
        )
        for number in range(people - 1)
    ]
    drafts = [first, *BookingDraft.objects.bulk_create(others)]
    sessions = [session_of(draft) for draft in drafts]
    with ThreadPoolExecutor(people) as crowd:
        with nobody_may_pass(slot):
            pressed = [crowd.submit(press, server, *one) for one in zip(drafts, sessions, strict=True)]
        answers = [one.result() for one in pressed]
    return [followed(server, *one) for one in zip(answers, sessions, strict=True)]


def at_once(*actions_: Callable) -> list:
    """What these give or raise when they run in threads of their own at the same moment."""
    barrier = threading.Barrier(len(actions_))

    def run(act: Callable):
        try:
            barrier.wait(PATIENCE)
            return act()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions_)) as threads:
        return list(threads.map(run, actions_))


def test_b1_one_books_and_the_others_get_a_polite_page(live_server):
    adviser = AdviserFactory()
    slot = SlotFactory(adviser=adviser)
    others = [SlotFactory(adviser=adviser, starts_at=slot.starts_at.replace(day=day)) for day in (17, 18, 19)]
    answers = all_want(live_server.url, slot)
    winners = [one for one in answers if one.location.startswith("/surgeries/booked/")]
    losers = [one for one in answers if one not in winners]
    assert (len(winners), len(losers), {one.status for one in losers}) == (1, PEOPLE - 1, {200})
    for one in losers:
        assert "That time was just taken" in one.text
        assert "Your answers are safe" in one.text
        assert all(str(other.uuid) in one.text for other in others)
    assert Booking.objects.get().slot == slot
    assert OutgoingMessage.objects.count() == 2, "one to the booker, one to the adviser"
    kept = BookingDraft.objects.values_list("answers__question", flat=True)
    assert list(kept) == ["Our floor is above our ceiling."] * (PEOPLE - 1)


def test_b3_without_the_constraint_the_race_is_real(live_server):
    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, ONE_LIVE_BOOKING)
    try:
        all_want(live_server.url, SlotFactory(), people=AT_ONCE)
        assert Booking.objects.count() >= AT_ONCE
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE surgeries_booking CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, ONE_LIVE_BOOKING)


def test_b4_ten_presses_of_one_button_are_one_booking(live_server):
    draft = DraftFactory()
    session = session_of(draft)
    with ThreadPoolExecutor(10) as hands:
        answers = list(hands.map(lambda _: press(live_server.url, draft, session), range(10)))
    booking = Booking.objects.get()
    assert {(one.status, one.location) for one in answers} == {(302, f"/surgeries/booked/{booking.reference}/")}
    assert OutgoingMessage.objects.count() == 2


def test_b7_c4_c8_s1_two_who_change_one_thing_at_once():
    """One test, since emptying the database after each takes longer than all of these."""
    _s1_two_make_times_and_each_is_made_once()
    _b7_two_accept_and_it_happens_once([User.objects.create_user(f"{name}@example.org") for name in ("a", "b")])
    _c4_two_cancel_and_it_happens_once()
    _c8_two_moves_take_one_time_and_give_one_back()
    _two_who_swap_their_times_are_both_refused_and_neither_hangs()
    _no_booking_is_left_on_a_time_that_is_withdrawn_meanwhile(User.objects.create_user("s@example.org"))


def _s1_two_make_times_and_each_is_made_once():
    rule = RuleFactory()
    reports = at_once(*[lambda: generating.generate(now=NOW)] * 2)
    assert sorted(report.made for report in reports) == [0, 16]
    assert rule.adviser.slots.count() == 16


def _b7_two_accept_and_it_happens_once(staff):
    SurgeryPolicy.objects.create(needs_approval=True)
    booking = booked(now=timezone.now())
    SurgeryPolicy.objects.all().delete()
    assert booking.is_requested
    copies = [(Booking.objects.with_everything().get(pk=booking.pk), by) for by in staff]
    results = at_once(*(lambda one=one, by=by: decisions.accept(booking=one, by=by, now=NOW) for one, by in copies))
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert BookingEvent.objects.filter(kind="accepted").count() == 1
    assert OutgoingMessage.objects.filter(kind="booking_accepted").count() == 1


def _c4_two_cancel_and_it_happens_once():
    booking = booked(now=timezone.now())
    copies = [Booking.objects.with_everything().get(pk=booking.pk) for _ in range(2)]
    results = at_once(*(lambda one=one: actions.cancel(booking=one, reason="", by=None, now=NOW) for one in copies))
    assert sum(isinstance(one, Refused) for one in results) == 1
    assert BookingEvent.objects.filter(kind="cancelled").count() == 1
    assert OutgoingMessage.objects.filter(kind="booking_cancelled_by_booker").count() == 1


def _c8_two_moves_take_one_time_and_give_one_back():
    booking, targets = booked(now=timezone.now()), SlotFactory.create_batch(2)
    copies = [Booking.objects.with_everything().get(pk=booking.pk) for _ in targets]
    moves = [
        lambda one=one, to=to: actions.move(booking=one, to_uuid=to.uuid, by=None, now=NOW)
        for one, to in zip(copies, targets, strict=True)
    ]
    results = at_once(*moves)
    assert sum(isinstance(one, Refused) for one in results) == 1
    standing = Booking.objects.get(pk=booking.pk)
    assert (standing.slot in targets, standing.sequence) == (True, 1)


def _two_who_swap_their_times_are_both_refused_and_neither_hangs():
    one, two = (booked(email=f"{name}@example.gov.uk", now=timezone.now()) for name in ("kim", "ada"))
    results = at_once(
        lambda: actions.move(booking=one, to_uuid=two.slot.uuid, by=None, now=NOW),
        lambda: actions.move(booking=two, to_uuid=one.slot.uuid, by=None, now=NOW),
    )
    assert all(isinstance(result, Refused) for result in results)
    assert [Booking.objects.get(pk=booking.pk).slot for booking in (one, two)] == [one.slot, two.slot]


def _no_booking_is_left_on_a_time_that_is_withdrawn_meanwhile(staff):
    for _ in range(3):
        slot = SlotFactory()
        at_once(
            lambda slot=slot: booked(slot=slot, email=f"{slot.pk}@example.gov.uk"),
            lambda slot=slot: actions.withdraw(slot=slot, reason="Ill", by=staff, now=NOW),
        )
        assert not Booking.objects.live().filter(slot=slot).exists()
