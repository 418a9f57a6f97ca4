from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from golab.imports import actions, contents, work
from golab.imports.models import ImportChange, ImportJob
from golab.taxonomy.models import Topic
from tests.factories.imports import CONTENT, ImportChangeFactory, ImportJobFactory
from tests.factories.taxonomy import TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]
State, Action = ImportJob.State, ImportChange.Action


def upload(content=CONTENT, **values):
    return actions.upload(
        **{"kind": "topics", "name": "topics.csv", "content": content, "by": None, "now": timezone.now(), **values}
    )


def parsed(content=CONTENT):
    job = upload(content)
    work.work_on(job_id=job.pk)
    job.refresh_from_db()
    return job


def test_upload_keeps_the_file_and_asks_for_work(steward, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        job = upload(by=steward, name="C:/files/topics.CSV")
    assert (job.state, job.file_name, bytes(job.content), job.created_by) == (
        State.UPLOADED, "topics.CSV", CONTENT, steward,
    )  # fmt: skip
    assert len(job.sha256) == 64
    assert [callback.keywords for callback in callbacks] == [{"job_id": job.pk}]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"name": "topics.exe"}, "of this type: csv"),
        ({"content": b" \n"}, "empty"),
        ({"content": b"a" * 20_000_001}, "larger than 20 MB"),
    ],
)
def test_upload_that_cannot_be_read_is_refused_with_what_to_do(values, message):
    with pytest.raises(actions.ImportRefused, match=message):
        upload(**values)
    assert not ImportJob.objects.exists()


def test_upload_of_an_unknown_kind_is_a_mistake_of_the_code():
    with pytest.raises(KeyError):
        upload(kind="unknown")


def test_confirm_starts_applying_once(steward):
    job = parsed()
    now = timezone.now()
    actions.confirm(job=job, by=steward, now=now)
    assert (job.state, job.confirmed_by, job.confirmed_at, job.total) == (State.APPLYING, steward, now, 1)
    with pytest.raises(actions.ImportRefused, match="moved on"):
        actions.confirm(job=job, by=steward, now=now)


def test_file_is_read_in_pieces_and_not_again_by_a_step(monkeypatch):
    """A large file stands in memory as often as it is read: once as it is, and Django would make text of it."""
    job = parsed()
    for size in (len(CONTENT) - 1, len(CONTENT), 7):
        monkeypatch.setattr(contents, "PIECE", size)
        assert contents.content_of(job) == CONTENT
    with CaptureQueriesContext(connection) as queries:
        actions.confirm(job=job, by=None, now=timezone.now())
    assert [query["sql"] for query in queries if "SELECT" in query["sql"] and '"content"' in query["sql"]] == []
    assert job.state == State.APPLYING


def test_confirm_with_nothing_to_apply_is_refused(steward):
    TopicFactory(slug="rate-cards", name="Rate cards")
    job = parsed()
    with pytest.raises(actions.ImportRefused, match="Nothing would change"):
        actions.confirm(job=job, by=steward, now=timezone.now())
    assert job.state == State.PARSED


def test_discard_drops_the_file_and_changes_nothing(steward):
    job = parsed()
    actions.discard(job=job, by=steward, now=timezone.now())
    job.refresh_from_db()
    assert (job.state, bytes(job.content)) == (State.DISCARDED, b"")
    assert not Topic.objects.filter(slug="rate-cards").exists()


def test_discard_after_applying_is_refused(steward):
    job = parsed()
    actions.confirm(job=job, by=steward, now=timezone.now())
    with pytest.raises(actions.ImportRefused, match="moved on"):
        actions.discard(job=job, by=steward, now=timezone.now())


def test_undo_after_thirty_days_is_refused(steward):
    job = work.import_file(kind="topics", name="topics.csv", content=CONTENT, by=steward)
    with pytest.raises(actions.ImportRefused, match="30 days"):
        actions.undo(job=job, by=steward, now=timezone.now() + timedelta(days=30, seconds=1))
    assert Topic.objects.active().filter(slug="rate-cards").exists()


def test_forget_files_empties_old_ones_that_have_ended():
    now = timezone.now()
    old = now - timedelta(days=31)
    ended = ImportJobFactory(state=State.PARSED, created_at=old)
    ImportChangeFactory(job=ended)
    working, recent = ImportJobFactory(created_at=old), ImportJobFactory(state=State.PARSED)
    assert actions.forget_files(now=now) == 1
    for job, content in [(ended, b""), (working, CONTENT), (recent, CONTENT)]:
        job.refresh_from_db()
        assert bytes(job.content) == content
    assert ended.changes.count() == 1
