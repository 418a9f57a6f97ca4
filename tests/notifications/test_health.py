"""Health is measured by lag."""

from datetime import timedelta

import pytest

from golab.notifications.health import SWEEP, outbox_health
from golab.notifications.models import Heartbeat
from tests.factories.notifications import OutgoingMessageFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def _swept(now):
    Heartbeat.objects.beat(SWEEP, now=now)


@pytest.mark.usefixtures("_swept")
def test_health_is_green_when_all_moves(now, django_assert_num_queries):
    OutgoingMessageFactory(next_attempt_at=now - 4 * MINUTE)
    with django_assert_num_queries(5):
        health = outbox_health(now)
    assert (health.colour, health.reasons, health.waiting) == ("green", (), 1)
    assert health.oldest_due_seconds == 240
    assert health.heartbeat_age_seconds == 0


@pytest.mark.usefixtures("_swept")
@pytest.mark.parametrize(
    "fields",
    [
        {"next_attempt_at": -6 * MINUTE},
        {"next_attempt_at": MINUTE, "outage_since": -6 * MINUTE},
        {"sending": True, "lease_until": -6 * MINUTE},
    ],
)
def test_health_is_red_when_a_message_waits_too_long(now, fields):
    OutgoingMessageFactory(**{key: now + at if isinstance(at, timedelta) else at for key, at in fields.items()})
    health = outbox_health(now)
    assert (health.colour, health.reasons) == ("red", ("The oldest message that is due has waited 6 minutes.",))


@pytest.mark.usefixtures("_swept")
def test_health_does_not_mind_a_recipient_who_puts_us_off(now):
    OutgoingMessageFactory(created_at=now - timedelta(hours=4), next_attempt_at=now + MINUTE, attempts=3)
    assert outbox_health(now).colour == "green"


@pytest.mark.usefixtures("_swept")
def test_health_is_red_when_the_sweep_has_stopped(now):
    assert outbox_health(now + 3 * MINUTE).colour == "green"
    assert outbox_health(now + 4 * MINUTE).reasons == ("The sweep last ran 4 minutes ago.",)
    assert outbox_health(now + 4 * MINUTE).colour == "red"


def test_health_is_amber_before_the_first_sweep(now):
    assert outbox_health(now).colour == "amber"


@pytest.mark.usefixtures("_swept")
@pytest.mark.parametrize(("count", "words"), [(1, "1 message could"), (2, "2 messages could")])
def test_health_is_amber_for_a_day_after_a_failure(now, count, words):
    OutgoingMessageFactory.create_batch(count, dead=True)
    assert outbox_health(now).colour == "amber"
    assert outbox_health(now).reasons[0].startswith(words)
    Heartbeat.objects.beat(SWEEP, now=now + timedelta(days=2))
    assert outbox_health(now + timedelta(days=2)).colour == "green"
