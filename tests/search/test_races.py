"""Workers who bring the index in line at the same time."""

import threading
from uuid import uuid4

import pytest
from celery.contrib.testing.worker import start_worker
from celery.signals import task_postrun
from django.db import connection

from golab.celery import app
from golab.search import find, indexing, nudge
from golab.search.models import SearchChange, SearchDocument
from golab.search.sources import source_of
from tests.factories.pages import GlossaryTermFactory
from tests.search.test_indexing import apply

CANARY = "zygomorphic"


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 5)
    terms = GlossaryTermFactory.create_batch(20)
    written = []

    def work() -> None:
        try:
            written.append(apply().written)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert sum(written) == 20
    assert set(SearchDocument.objects.values_list("key", flat=True)) == {term.slug for term in terms}
    assert not SearchChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_rebuild_writes_side_by_side_what_each_batch_read(monkeypatch):
    monkeypatch.setattr(indexing, "REBUILD_BATCH", 3)
    terms = GlossaryTermFactory.create_batch(10, short=f"A {CANARY} thing.")
    SearchChange.objects.all().delete()
    told = []
    assert indexing.rebuild(kind="term", tell=told.append).written == 10
    assert told == [f"Glossary: {number} of 10" for number in (3, 6, 9, 10)]
    assert {hit.key for hit in find(CANARY).hits} == {term.slug for term in terms}
    assert indexing.repair() == indexing.Counts()


@pytest.mark.django_db(transaction=True)
def test_rebuild_stands_only_once_in_the_line_for_the_turn(monkeypatch):
    """Two of its threads in the line, and a save would wait for both of their batches."""
    monkeypatch.setattr(indexing, "REBUILD_BATCH", 1)
    GlossaryTermFactory.create_batch(6)
    SearchChange.objects.all().delete()
    wait, in_line, most = indexing._wait_for_turn, [], []

    def counted() -> None:
        in_line.append(1)
        most.append(len(in_line))
        wait()

    write = indexing.write

    def and_out(*args: object, **kwargs: object) -> None:
        write(*args, **kwargs)
        in_line.pop()

    monkeypatch.setattr(indexing, "_wait_for_turn", counted)
    monkeypatch.setattr(indexing, "write", and_out)
    assert indexing._bring_source_in_line(source_of("term"), lambda line: None, only_differences=False).written == 6
    assert set(most) == {1}


@pytest.fixture
def own_queue(settings):
    """The name of a queue on the real broker that only the test's worker listens to."""
    if not settings.REDIS_URL:
        pytest.skip("no REDIS_URL: set it to run this test")
    settings.CELERY_TASK_DEFAULT_QUEUE = f"search-test-{uuid4()}"
    nudge.publisher.cache_clear()
    nudge._quiet_until = 0.0
    yield settings.CELERY_TASK_DEFAULT_QUEUE
    nudge.publisher().close()
    nudge.publisher.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_saved_thing_is_found_within_five_seconds_through_the_queue(own_queue):
    applied = threading.Event()
    task_postrun.connect(note := lambda **_: applied.set())
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20, queues=[own_queue]):
        GlossaryTermFactory(term="Canary", short=f"A {CANARY} thing.")
        assert applied.wait(5)
    task_postrun.disconnect(note)
    assert find(CANARY).total == 1


@pytest.mark.django_db(transaction=True)
def test_failing_document_leaves_its_change_for_later(monkeypatch):
    GlossaryTermFactory()
    monkeypatch.setattr(indexing, "write", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply()
    assert SearchChange.objects.exists()
