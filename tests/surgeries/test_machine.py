"""Random sequences of what people, staff and the clock do: I1 to I11 hold, and each fact has exactly one message.

I12 is about seats at events. What a step refuses is part of the game: it must leave everything as it was.
"""

import uuid
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from golab.pages.snapshots import start_request
from surgeries import actions, decisions
from surgeries.errors import Refused
from surgeries.models import Booking, BookingEvent, Slot
from surgeries.states import LIVE, WAITING
from surgeries.telling import digests, followups, reminders
from surgeries.telling.kinds import ALL, still_stands
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import NOW, AdviserFactory, SlotFactory, details
from tests.kept import undone
from tests.surgeries.told import set_rules

pytestmark = pytest.mark.usefixtures("db")
PEOPLE = ("kim@example.gov.uk", "ada@example.gov.uk")
COLLEAGUE = [{"name": "Ola", "email": "ola@example.gov.uk"}]
NEWS = {kind.name for kind in ALL if kind.still_relevant is still_stands}
# The message to the person who booked, for each line of the history. What the site says by itself is not among them.
TOLD = {"booked": "confirmed:{0}", "accepted": "confirmed:{0}", "moved": "moved:{0}", "cancelled": "cancelled",
        "declined": "declined", "expired": "expired"}  # fmt: skip
BY_THE_CLOCK = ("rem7d", "rem24h", "followup", "noshow")
which = st.integers(0, 20)


class CrashError(Exception):
    """The process ends here."""


class KilledError(BaseException):
    """The worker is killed; nothing of it goes on."""


class KilledBackend(EmailBackend):
    """The mail server has the message, and then the worker is killed."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise KilledError


class Surgeries(RuleBasedStateMachine):
    """One adviser's week and another's time, two people, one member of staff."""

    world: dict

    def __init__(self) -> None:
        super().__init__()
        self.undone = undone()
        self.undone.__enter__()
        self.now, self.seen, self.keys, self.in_doubt = NOW, [], [], set()
        start_request()

    def teardown(self) -> None:
        self.undone.__exit__(None, None, None)

    @initialize(needs_approval=st.booleans(), slot=which)
    def begin(self, needs_approval: bool, slot: int) -> None:
        """Each of the two has booked: a game without a booking shows nothing."""
        self.staff_choose(needs_approval)
        for person in range(len(PEOPLE)):
            self.book(slot=slot + person, person=person, crashes=False, is_again=False)

    def staff_choose(self, needs_approval: bool) -> None:
        set_rules(needs_approval=needs_approval)

    def act(self, action, *, crashes: bool = False, **arguments):
        """Do it, or let the process end in the last moment before it is done; a refusal changes nothing."""
        before = self.everything() if crashes else None
        with suppress(Refused, CrashError), transaction.atomic():
            done = action(**arguments, now=self.now)
            if crashes:
                raise CrashError
            return done
        assert before is None or self.everything() == before
        return None

    def everything(self) -> list:
        return [list(model.objects.order_by("pk").values()) for model in (Booking, BookingEvent, OutgoingMessage)]

    def some(self, number: int) -> Booking | None:
        """A booking as someone once read it: it may have changed since."""
        return self.seen[number % len(self.seen)] if self.seen else None

    def look(self, booking: Booking) -> Booking:
        return Booking.objects.with_everything().get(pk=booking.pk)

    def slot(self, number: int) -> Slot:
        slots = self.world["slots"]
        return Slot.objects.select_related("adviser").get(pk=slots[number % len(slots)].pk)

    @rule(slot=which, person=st.integers(0, 1), crashes=st.booleans(), is_again=st.booleans())
    def book(self, slot: int, person: int, crashes: bool, is_again: bool) -> None:
        key = self.keys[-1] if is_again and self.keys else uuid.uuid4()
        standing = Booking.objects.filter(submission_key=key).first()
        made = self.act(actions.book, slot_uuid=self.slot(slot).uuid, email=PEOPLE[person], submission_key=key,
                        details=self.world["details"], crashes=crashes)  # fmt: skip
        if made:
            assert standing in (None, made), "I5"
            self.keys.append(key)
            self.seen.append(self.look(made))

    @rule(number=which, slot=which, is_staff=st.booleans(), crashes=st.booleans())
    def move(self, number: int, slot: int, is_staff: bool, crashes: bool) -> None:
        if booking := self.some(number):
            by = self.world["staff"] if is_staff else None
            moved = self.act(actions.move, booking=booking, to_uuid=self.slot(slot).uuid, by=by, crashes=crashes)
            if moved:
                self.seen.append(self.look(moved))  # the copy that was moved stays, and is stale from now on

    @rule(number=which, is_staff=st.booleans(), is_stale=st.booleans())
    def cancel(self, number: int, is_staff: bool, is_stale: bool) -> None:
        if booking := self.some(number):
            booking = booking if is_stale else self.look(booking)
            self.act(actions.cancel, booking=booking, reason="", by=self.world["staff"] if is_staff else None)

    @rule(number=which)
    def ask_something_else(self, number: int) -> None:
        if booking := self.some(number):
            self.act(actions.change_question, booking=self.look(booking), question=str(uuid.uuid4()))

    @rule(slot=which)
    def withdraw(self, slot: int) -> None:
        self.act(actions.withdraw, slot=self.slot(slot), reason="Ill", by=self.world["staff"])

    @rule(number=which, accepts=st.booleans())
    def decide(self, number: int, accepts: bool) -> None:
        if booking := self.some(number):
            more = {} if accepts else {"reason": "Not ours"}
            action = decisions.accept if accepts else decisions.decline
            self.act(action, booking=self.look(booking), by=self.world["staff"], **more)

    @rule(number=which, attended=st.booleans())
    def record(self, number: int, attended: bool) -> None:
        if booking := self.some(number):
            self.act(decisions.record_outcome, booking=self.look(booking), attended=attended, remark="", tells=True,
                     by=self.world["staff"])  # fmt: skip

    @rule(hours=st.sampled_from([1, 20, 24, 72]))
    def clock_ticks(self, hours: int) -> None:
        """Every job runs, twice; what is due is sent, and only what is still so."""
        self.now += timedelta(hours=hours)
        for _ in range(2):
            decisions.expire_unanswered(now=self.now)
            reminders.send_reminders(now=self.now)
            followups.send_follow_ups(now=self.now)
            digests.send_digests(now=self.now)
        waiting = set(OutgoingMessage.objects.filter(status="pending").values_list("pk", flat=True))
        deliver_due(clock=lambda: self.now)
        for message in OutgoingMessage.objects.filter(pk__in=waiting, kind__in=NEWS, status="sent"):
            assert still_stands(message, self.now), message.dedupe_key

    @rule()
    def worker_is_killed(self) -> None:
        """In the moment between the mail server's yes and our writing it down."""
        with override_settings(OUTBOX_EMAIL_BACKEND=f"{__name__}.KilledBackend"), suppress(KilledError):
            deliver_due(clock=lambda: self.now)
        sending = OutgoingMessage.objects.filter(status="sending")
        self.in_doubt |= set(sending.values_list("message_id", flat=True))

    @invariant()
    def each_message_leaves_once_and_one_in_doubt_at_most_twice(self) -> None:
        left = Counter(message.extra_headers["Message-ID"] for message in mail.outbox)
        assert {name for name, times in left.items() if times > 1} <= self.world["in_doubt"] | self.in_doubt
        assert max(left.values(), default=0) <= 2
        self.world["in_doubt"] |= self.in_doubt

    @invariant()
    def each_standing_booking_has_one_message_that_says_how_it_stands(self) -> None:
        for booking in Booking.objects.waiting(now=self.now).prefetch_related("events"):
            *_, fact = self.facts(list(booking.events.all()))
            row = OutgoingMessage.objects.get(dedupe_key=f"bk:{booking.uuid}:{fact}:booker")
            assert row.status in ("pending", "sending", "sent"), row.dedupe_key

    @invariant()
    def i1_i6_i7_i8_no_time_no_person_no_state_is_overdrawn(self) -> None:
        live = Booking.objects.filter(status__in=LIVE)
        assert not live.order_by().values("slot").annotate(held=Count("pk")).filter(held__gt=1).exists(), "I1"
        to_come = Booking.objects.waiting(now=self.now).order_by()
        assert not to_come.values("contact").annotate(held=Count("pk")).filter(held__gt=2).exists(), "I6"
        assert not to_come.filter(slot__status="withdrawn").exists(), "I7"
        is_gone = Booking.objects.filter(status="cancelled")
        assert is_gone.count() == Booking.objects.exclude(cancelled_by="").count(), "I8"

    @invariant()
    def i2_i3_times_of_an_adviser_stay_apart(self) -> None:
        standing = list(Slot.objects.standing().order_by("adviser", "starts_at"))
        for one, other in zip(standing, standing[1:], strict=False):
            assert one.adviser_id != other.adviser_id or one.ends_at <= other.starts_at

    @invariant()
    def i10_i11_each_fact_has_one_line_and_one_message(self) -> None:
        for booking in Booking.objects.prefetch_related("events"):
            events = list(booking.events.all())
            assert (events[-1].to_status, events[-1].to_slot_id) == (booking.status, booking.slot_id), "I10"
            changes = [event for event in events if event.kind in ("moved", "cancelled")]
            assert [event.sequence for event in changes] == list(range(1, booking.sequence + 1)), "I10"
            assert self.told(booking) == self.expected(events), "I11"

    def told(self, booking: Booking) -> list[str]:
        rows = OutgoingMessage.objects.filter(subject_uuid=booking.uuid, dedupe_key__endswith=":booker")
        facts = [key.removeprefix(f"bk:{booking.uuid}:").removesuffix(":booker")
                 for key in rows.values_list("dedupe_key", flat=True)]  # fmt: skip
        return sorted(fact for fact in facts if not fact.startswith(BY_THE_CLOCK))

    def expected(self, events: list[BookingEvent]) -> list[str]:
        """The facts of the history in the words of the keys."""
        return sorted(self.facts(events))

    def facts(self, events: list[BookingEvent]) -> list[str]:
        """The same in the order in which they came."""
        told = [TOLD[event.kind].format(event.sequence) for event in events if event.kind in TOLD]
        if events[0].to_status == "requested":
            told[0] = "requested"
        return told


def test_whatever_happens_the_invariants_hold():
    adviser = AdviserFactory()
    slots = [SlotFactory(adviser=adviser, starts_at=NOW + timedelta(days=days, hours=hours))
             for days, hours in ((3, 0), (3, 1), (4, 0), (9, 0))]  # fmt: skip
    slots.append(SlotFactory(starts_at=NOW + timedelta(days=4)))
    world = {"in_doubt": set(), "slots": slots, "staff": UserFactory(), "details": details(extra_attendees=COLLEAGUE)}
    machine = type("World", (Surgeries,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=5,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_waiting_states_are_live():
    assert set(WAITING) < set(LIVE)
