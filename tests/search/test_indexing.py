"""The index follows what it is made from: on save, publish, move and delete, in the queue, in a rebuild, at night."""

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from golab.pages.models import GlossaryTerm
from golab.search import find, indexing
from golab.search.indexing import apply_changes, index_many, rebuild, repair
from golab.search.models import Posting, SearchChange, SearchDocument, Word
from tests.factories.pages import GlossaryTermFactory, HomePageFactory, StandardPageFactory, publish
from tests.factories.search import indexed

CANARY = "zygomorphic"


def apply() -> indexing.Counts:
    return apply_changes(now=timezone.now())


def found(text: str = CANARY) -> list[str]:
    return [hit.key for hit in find(text).hits]


@pytest.mark.django_db
def test_saved_changed_and_deleted_thing_is_followed():
    term = GlossaryTermFactory(term="Canary", short=f"A {CANARY} thing.")
    assert (found(), apply().written, found()) == ([], 1, ["canary"])
    term.short = "A plain thing."
    term.save()
    apply()
    assert found() == []
    term.delete()
    assert apply().removed == 1
    assert not SearchDocument.objects.exists()
    assert not Posting.objects.exists()
    assert not SearchChange.objects.exists()


@pytest.mark.django_db
def test_thing_whose_key_changes_takes_its_document_along():
    term = GlossaryTermFactory(term="Canary")
    apply()
    term.slug = "other"
    term.save()
    apply()
    assert list(SearchDocument.objects.values_list("key", flat=True)) == ["other"]


@pytest.mark.django_db
def test_draft_stays_out_of_the_index():
    GlossaryTermFactory(term=CANARY, live=False)
    home = HomePageFactory()
    StandardPageFactory(title=f"About {CANARY}", parent=home, is_published=False)
    apply()
    rebuild()
    assert found() == []


@pytest.mark.django_db
def test_changes_of_a_draft_stay_out_until_published():
    page = StandardPageFactory(title="About", slug="about")
    page.standfirst = f"A {CANARY} matter."
    page.save_revision()
    apply()
    rebuild()
    assert found() == []
    publish(page, standfirst=f"A {CANARY} matter.")
    apply()
    assert found() == ["about"]
    page.refresh_from_db()
    page.unpublish()
    apply()
    assert found() == []


@pytest.mark.django_db
def test_page_behind_a_restriction_stays_out_with_all_below():
    page = StandardPageFactory(title=f"About {CANARY}", slug="above")
    StandardPageFactory(title=f"Below {CANARY}", slug="below", parent=page)
    apply()
    assert sorted(found()) == ["above", "below"]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    apply()
    assert found() == []
    rebuild()
    assert found() == []
    restriction.delete()
    apply()
    assert sorted(found()) == ["above", "below"]


@pytest.mark.django_db
def test_changed_slug_changes_the_addresses_below(django_capture_on_commit_callbacks):
    page = StandardPageFactory(title=f"About {CANARY}", slug="above")
    StandardPageFactory(title=f"Below {CANARY}", slug="below", parent=page)
    apply()
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, slug="moved")
    apply()
    assert {hit.url for hit in find(CANARY).hits} == {"/moved/", "/moved/below/"}


@pytest.mark.django_db
def test_change_is_noted_in_the_transaction_of_the_save():
    with transaction.atomic():
        GlossaryTermFactory()
        assert SearchChange.objects.count() == 1
        transaction.set_rollback(True)
    assert not SearchChange.objects.exists()


@pytest.mark.django_db
def test_rebuild_writes_all_and_removes_what_is_gone():
    GlossaryTermFactory.create_batch(3)
    indexed("term", key="gone")
    indexed("nobody", key="of-no-source")
    told = []
    counts = rebuild(tell=told.append)
    assert (counts.written, counts.removed) == (3, 2)
    assert "Glossary: 3 of 3" in told
    assert rebuild(kind="term").written == 3


@pytest.mark.django_db
def test_search_answers_while_the_index_is_rebuilt(monkeypatch):
    monkeypatch.setattr(indexing, "REBUILD_BATCH", 2)
    GlossaryTermFactory.create_batch(5, short=f"A {CANARY} thing.")
    apply()
    counts = []
    rebuild(tell=lambda line: counts.append(find(CANARY).total))
    assert len(counts) >= 3
    assert {*counts} == {5}


@pytest.mark.django_db
def test_what_is_saved_while_a_rebuild_reads_is_not_overwritten(monkeypatch):
    changed, gone, same = GlossaryTermFactory.create_batch(3, short="An old thing.")
    apply()
    documents = indexing._documents

    def read_and_then_save(source, things):
        read = documents(source, things)
        monkeypatch.setattr(indexing, "_documents", documents)
        changed.short = f"A {CANARY} thing."
        changed.save()
        gone.delete()
        apply()
        return read

    monkeypatch.setattr(indexing, "_documents", read_and_then_save)
    assert rebuild(kind="term").written == 1
    assert found() == [changed.slug]
    assert sorted(found("thing")) == sorted([changed.slug, same.slug])


@pytest.mark.django_db
def test_repair_puts_right_where_words_stand(caplog):
    GlossaryTermFactory(term="Canary", short=f"A {CANARY} thing.")
    apply()
    Posting.objects.filter(term__startswith=CANARY[:8]).delete()
    assert found() == []
    told = []
    repair(tell=told.append)
    assert len(found()) == 1
    assert "1 words put right" in told[-1]
    assert "search_postings_mended" in caplog.text


@pytest.mark.django_db
def test_words_that_are_gone_are_offered_no_more():
    term = GlossaryTermFactory(term="Canary", short=f"A {CANARY} thing.")
    apply()
    assert Word.objects.filter(word=CANARY).exists()
    term.delete()
    repair()
    assert not Word.objects.filter(word=CANARY).exists()


@pytest.mark.django_db
def test_repair_writes_only_what_differs():
    one, two, three = GlossaryTermFactory.create_batch(3)
    apply()
    GlossaryTerm.objects.filter(pk=one.pk).update(short="Changed behind the back.")
    SearchDocument.objects.filter(key=two.slug).delete()
    GlossaryTerm.objects.filter(pk=three.pk).delete()
    SearchChange.objects.all().delete()
    counts = repair()
    assert (counts.written, counts.removed) == (2, 1)
    assert repair() == indexing.Counts()


@pytest.mark.django_db
def test_index_many_takes_keys_and_removes_unknown_ones():
    term = GlossaryTermFactory()
    indexed("term", key="gone")
    counts = index_many(kind="term", keys=[term.slug, "gone", "never-was"])
    assert (counts.written, counts.removed) == (1, 1)


@pytest.mark.django_db
def test_dead_broker_delays_no_save(settings, django_capture_on_commit_callbacks):
    from golab.search import nudge

    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    nudge._quiet_until = 0.0
    with django_capture_on_commit_callbacks(execute=True):
        GlossaryTermFactory()
    assert nudge.worker() is False
    assert SearchChange.objects.count() == 1
    nudge._quiet_until = 0.0
