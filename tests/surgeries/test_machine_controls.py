"""The controls of the game in test_machine.py: what it must not overlook."""

import pytest
from django.core import mail

from golab.notifications.models import OutgoingMessage
from surgeries import actions
from tests.factories.accounts import UserFactory
from tests.factories.surgeries import SlotFactory, details
from tests.surgeries.test_machine import Surgeries

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def game():
    """A world with one booking."""
    world = {"in_doubt": set(), "slots": [SlotFactory()], "staff": UserFactory(), "details": details()}
    game = type("World", (Surgeries,), {"world": world})()
    game.staff_choose(needs_approval=False)
    game.book(slot=0, person=0, crashes=False, is_again=False)
    yield game
    game.teardown()


def test_the_machine_sees_a_fact_that_is_told_twice_or_not_at_all(game, monkeypatch):
    """With a message left out, a step is caught."""
    monkeypatch.setattr(actions.messages, "tell_cancelled", lambda *args, **kwargs: None)
    game.i10_i11_each_fact_has_one_line_and_one_message()
    game.cancel(number=0, is_staff=False, is_stale=False)
    with pytest.raises(AssertionError, match="I11"):
        game.i10_i11_each_fact_has_one_line_and_one_message()


def test_the_machine_sees_a_standing_booking_that_nobody_is_told_of(game):
    game.each_standing_booking_has_one_message_that_says_how_it_stands()
    OutgoingMessage.objects.update(status="cancelled", finished_at=game.now)
    with pytest.raises(AssertionError, match="confirmed:0:booker"):
        game.each_standing_booking_has_one_message_that_says_how_it_stands()


def test_the_machine_sees_a_message_that_leaves_twice_without_a_doubt(game):
    game.worker_is_killed()
    game.clock_ticks(hours=1)
    assert len(mail.outbox) - len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 1, "the one in doubt"
    game.each_message_leaves_once_and_one_in_doubt_at_most_twice()
    game.in_doubt, game.world["in_doubt"] = set(), set()
    with pytest.raises(AssertionError):
        game.each_message_leaves_once_and_one_in_doubt_at_most_twice()
