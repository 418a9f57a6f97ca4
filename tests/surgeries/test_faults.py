"""With the queue stopped, or the worker killed while it sends: the booking stands, and its messages arrive."""

import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from golab.notifications import nudge
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from surgeries.models import Booking
from tests.factories.surgeries import DraftFactory, SlotFactory
from tests.notifications.test_faults import broker, kill_dead, wait_for, worker  # noqa: F401 (a fixture)
from tests.smtp import Fault
from tests.surgeries.visits import client_with, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.fault]


@pytest.fixture(autouse=True)
def _asks_again(monkeypatch):
    """Who found the broker stopped leaves it alone for a while: not in the next test."""
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)


def ready_to_book() -> tuple[Client, object]:
    """Someone in front of the last button, today."""
    now = timezone.now()
    soon = (now + timedelta(days=10)).replace(minute=0, second=0, microsecond=0)
    draft = DraftFactory(slot=SlotFactory(starts_at=soon), created_at=now - timedelta(minutes=5), updated_at=now)
    return client_with(draft), draft


def test_r1_booking_with_valkey_stopped_is_kept_and_told(broker, sink, settings):  # noqa: F811
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": broker.url}}
    client, draft = ready_to_book()
    cache.set("reached", True)
    broker.stop()
    began = time.monotonic()
    response = submit(client, draft)
    assert response.status_code == 302
    assert "We are sending your confirmation" in client.get(response["Location"]).content.decode()
    assert time.monotonic() - began < 3
    assert Booking.objects.get().is_confirmed
    assert list(OutgoingMessage.objects.values_list("status", "attempts")) == [("pending", 0)] * 2
    assert deliver_due(clock=timezone.now) == {"sent": 2}
    assert len(sink.taken) == 2


def test_r5_worker_killed_while_it_sends_the_confirmation(broker, sink):  # noqa: F811
    client, draft = ready_to_book()
    sink.at_data = Fault.HANG
    with worker(broker, sink) as process:
        submit(client, draft)
        wait_for(sink.has_text.is_set)
        kill_dead(process)
    sink.at_data = None
    later = timezone.now() + timedelta(minutes=3)
    deliver_due(clock=lambda: later)
    assert deliver_due(clock=lambda: later + timedelta(hours=1)) == {}
    assert set(OutgoingMessage.objects.values_list("status", flat=True)) == {"sent"}
    assert {message["Message-ID"] for message in sink.taken} == set(
        OutgoingMessage.objects.values_list("message_id", flat=True)
    )
    assert len(sink.taken) <= 3, "one of the two may come twice, never more"
    assert Booking.objects.get().is_confirmed
