"""One writer at a time: what each does before its turn, and who is next."""

from collections.abc import Callable

import pytest

from golab.search import indexing
from golab.search.indexing import keep_up
from golab.search.models import SearchChange
from golab.search.sources import source_of
from tests.factories.pages import GlossaryTermFactory

pytestmark = pytest.mark.django_db


def bring_in_line(*, only_differences: bool) -> indexing.Counts:
    """As a rebuild does it, or the nightly check, but the glossary alone."""
    return indexing._bring_source_in_line(source_of("term"), lambda line: None, only_differences=only_differences)


def noting(monkeypatch, *, save_meanwhile: str) -> list[list[str]]:
    """The terms of each batch, as they are written; with the first of them another is saved."""
    written = []
    write = indexing.write

    def noted(kind, documents, *, now):
        write(kind, documents, now=now)
        written.append([document.key for document in documents.values()])
        if len(written) == 1:
            GlossaryTermFactory(term=save_meanwhile)

    monkeypatch.setattr(indexing, "write", noted)
    return written


def test_what_is_saved_last_does_not_wait_for_thousands_before_it(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    for name in ("first", "second", "third"):
        GlossaryTermFactory(term=name)
    written = noting(monkeypatch, save_meanwhile="fourth")
    keep_up(seconds=60)
    assert written == [["third"], ["fourth"], ["second"], ["first"]]
    assert not SearchChange.objects.exists()


def test_worker_leaves_to_the_sweep_what_it_has_no_time_for(monkeypatch):
    monkeypatch.setattr(indexing, "BATCH", 1)
    GlossaryTermFactory.create_batch(3)
    keep_up(seconds=0)
    assert SearchChange.objects.count() == 2


@pytest.mark.parametrize("only_differences", [False, True])
def test_batch_is_read_and_made_ready_before_its_turn(monkeypatch, only_differences):
    """For every save waits while a batch has the turn."""
    GlossaryTermFactory(term="Canary")
    SearchChange.objects.all().delete()
    done = []
    for name in ("_documents", "ready", "_wait_for_turn", "write"):
        monkeypatch.setattr(indexing, name, noted(done, name, getattr(indexing, name)))
    bring_in_line(only_differences=only_differences)
    assert done == ["_documents", "ready", "_wait_for_turn", "write"]


def noted(done: list[str], name: str, work: Callable) -> Callable:
    def call(*args: object, **kwargs: object) -> object:
        done.append(name)
        return work(*args, **kwargs)

    return call


def test_night_check_that_finds_nothing_wrong_takes_no_turn(monkeypatch):
    GlossaryTermFactory(term="Canary")
    keep_up(seconds=60)
    monkeypatch.setattr(indexing, "_wait_for_turn", lambda: 1 / 0)
    assert bring_in_line(only_differences=True) == indexing.Counts()
