"""Requests that write, and workers that deliver, at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from golab.notifications.alerts import digests, sources
from golab.notifications.alerts.sources import AlertSource, News, Search
from golab.notifications.delivery import deliver, deliver_due
from golab.notifications.models import OutgoingMessage
from tests.factories.notifications import OutgoingMessageFactory, SubscriptionFactory
from tests.notifications.test_actions import write
from tests.notifications.test_alerts import ITEM

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db(transaction=True)
def test_message_of_a_failed_transaction_is_gone(now):
    with transaction.atomic():
        write(now)
        transaction.set_rollback(True)  # the booking failed
    assert not OutgoingMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_write_one_row(now):
    def one(_):
        try:
            return write(now).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(one, range(12)))) == 1
    assert OutgoingMessage.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_message_once(sink, now):
    OutgoingMessageFactory.create_batch(40)

    def drain(_):
        try:
            return deliver_due(clock=lambda: now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        counts = sum(pool.map(drain, range(6)), Counter())
    assert counts["sent"] == 40
    assert len({message["Message-ID"] for message in sink.taken}) == len(sink.taken) == 40
    assert not OutgoingMessage.objects.exclude(status="sent").exists()


@pytest.mark.django_db(transaction=True)
def test_many_workers_claim_one_message_once(sink, now):
    row = OutgoingMessageFactory()

    def one(_):
        try:
            return deliver(message_id=row.pk, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(one, range(16))) == Counter(sent=1, not_claimed=15)
    assert len(sink.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_write_each_alert_once(monkeypatch, now):
    source = AlertSource("test", "Test", lambda query: Search(query, query, "/"), lambda *_: News(1, [ITEM]))
    monkeypatch.setattr(sources, "_sources", {"test": source})
    SubscriptionFactory.create_batch(30)

    def drain(_):
        try:
            return digests.send_due(clock=lambda: now)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(drain, range(6))) == 30
    assert OutgoingMessage.objects.filter(kind="alert_digest").count() == 30
