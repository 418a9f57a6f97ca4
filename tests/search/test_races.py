"""Workers who bring the index in line at the same time."""

import threading

import pytest
from django.db import connection

from golab.search import indexing
from golab.search.models import SearchChange, SearchDocument
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
def test_failing_document_leaves_its_change_for_later(monkeypatch):
    GlossaryTermFactory()
    monkeypatch.setattr(indexing, "write", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        apply()
    assert SearchChange.objects.exists()
