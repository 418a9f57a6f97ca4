"""Reading, applying and taking back; and what happens when a worker dies."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from golab.imports import actions, registry, work
from golab.imports.models import ImportChange, ImportJob
from golab.taxonomy.models import Topic
from tests.factories.imports import ImportJobFactory
from tests.factories.taxonomy import TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]
State, Action = ImportJob.State, ImportChange.Action
FIVE = b"slug,name\n" + b"".join(b"topic-%d,Topic %d\n" % (n, n) for n in range(5))


def read(content):
    job = ImportJobFactory(content=content)
    work.work_on(job_id=job.pk)
    job.refresh_from_db()
    return job


def apply(job, **options):
    actions.confirm(job=job, by=None, now=timezone.now())
    remains = work.work_on(job_id=job.pk, **options)
    job.refresh_from_db()
    return remains


def take_back(job):
    actions.undo(job=job, by=None, now=timezone.now())
    work.work_on(job_id=job.pk)
    job.refresh_from_db()


def names():
    return dict(Topic.objects.active().values_list("slug", "name"))


def test_reading_tells_new_changed_same_and_wrong_records_apart():
    TopicFactory(slug="a", name="Apple")
    TopicFactory(slug="b", name="Bee")
    job = read(b"slug,name\na,Apple\nb,Bees\nc,Cat\nd,\nc,Cow\n")
    assert job.state == State.PARSED
    assert list(job.changes.order_by("position").values_list("line", "key", "action", "before", "error")) == [
        (2, "a", Action.UNCHANGED, {"slug": "a", "name": "Apple"}, ""),
        (3, "b", Action.UPDATE, {"slug": "b", "name": "Bee"}, ""),
        (4, "c", Action.CREATE, None, ""),
        (5, "d", Action.REFUSE, None, "The name is missing."),
        (6, "c", Action.REFUSE, None, "The same record stands at line 4 already. Keep one of the two."),
    ]
    assert names() == {"a": "Apple", "b": "Bee"}


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"slug\na\n", 1, "These columns are missing: name."),
        (b"slug,name\na,Apple\nb,Bee,too,many\n", 3, "more values than there are columns"),
        (b"slug,name\na,Apple\nb,\xff\n", 3, "not in UTF-8"),
        (b'slug,name\na,"Apple\n', 2, "cannot be read as CSV"),
        (b"slug,name\na,Apple\0\n", 2, "not a file of plain text"),
        (b"slug,name\n", None, "no records"),
    ],
)
def test_reading_a_malformed_file_names_the_line_and_plans_nothing(content, line, message):
    job = read(content)
    assert (job.state, job.error_line) == (State.FAILED, line)
    assert message in job.error
    assert not job.changes.exists()


def test_applying_writes_what_was_confirmed_and_undo_takes_it_back():
    TopicFactory(slug="b", name="Bee")
    job = read(b"slug,name\nb,Bees\nc,Cat\n")
    assert apply(job) is False
    assert (job.state, job.done, job.claim) == (State.APPLIED, 2, None)
    assert job.undo_until - job.applied_at == timedelta(days=30)
    assert names() == {"b": "Bees", "c": "Cat"}
    take_back(job)
    assert job.state == State.UNDONE
    assert names() == {"b": "Bee"}


def test_applying_the_same_file_again_changes_nothing():
    apply(read(FIVE))
    again = read(FIVE)
    assert again.changes.counts()["unchanged"] == 5
    assert not again.changes.planned().exists()


def test_record_that_is_refused_spoils_no_other():
    job = read(b"slug,name\na,Apple\nb,Nothing\nc,Cat\n")
    apply(job)
    assert names() == {"a": "Apple", "c": "Cat"}
    assert job.changes.with_errors().get().error == "A topic needs a name that says something."
    assert job.changes.counts()["applied"] == 2


def test_record_that_the_database_refuses_spoils_no_other():
    job = read(b"slug,name\n%s,Apple\nb,Bee\n" % (b"a" * 60))
    job.changes.filter(position=0).update(after={"slug": "a", "name": None})
    registry.get("topics").write = lambda key, values, **_: Topic.objects.create(slug=key, name=values["name"])
    apply(job)
    assert names() == {"b": "Bee"}
    assert "The database refused" in job.changes.with_errors().get().error


def test_batch_is_written_at_once_and_one_by_one_where_a_record_is_refused(importer):
    calls, write_many = [], importer.write_many

    def noted(records, **kwargs):
        calls.append(list(records))
        write_many(records, **kwargs)

    importer.write_many = noted
    job = read(b"slug,name\na,Apple\nb,Nothing\nc,Cat\nd,Dog\n")
    apply(job)
    assert calls == [["a", "b"], ["c", "d"]]
    assert names() == {"a": "Apple", "c": "Cat", "d": "Dog"}
    assert list(job.changes.applied().order_by("position").values_list("key", flat=True)) == ["a", "c", "d"]


def test_importer_may_leave_values_out_and_say_why(importer):
    importer.settle = lambda rows, stored: [replace(row, values={}, note=f"{len(stored)} there") for row in rows]
    TopicFactory(slug="a", name="Apple")
    job = read(b"slug,name\na,Apples\n")
    assert job.changes.values_list("action", "note").get() == (Action.UNCHANGED, "1 there")


def test_record_changed_since_the_check_is_left_alone():
    topic = TopicFactory(slug="b", name="Bee")
    job = read(b"slug,name\nb,Bees\n")
    Topic.objects.filter(pk=topic.pk).update(name="Bumblebee")
    apply(job)
    assert names() == {"b": "Bumblebee"}
    assert "changed after the file was read" in job.changes.get().error


def test_record_changed_since_the_import_is_not_undone():
    job = read(b"slug,name\na,Apple\nb,Bee\n")
    apply(job)
    Topic.objects.filter(slug="a").update(name="Apricot")
    take_back(job)
    assert job.state == State.UNDONE
    assert names() == {"a": "Apricot"}
    assert "changed after the import" in job.changes.get(key="a").error


def test_value_that_the_record_keeps_in_its_own_form_can_be_undone():
    job = read(b"slug,name\na,Apple!\n")
    apply(job)
    assert names() == {"a": "Apple"}
    take_back(job)
    assert names() == {}


def test_worker_that_dies_is_followed_by_one_that_goes_on(importer):
    job = read(FIVE)
    write, written = importer.write, []

    def dying_write(key, values, **kwargs):
        if len(written) == 3:
            raise OperationalError("the connection is gone")
        written.append(key)
        write(key, values, **kwargs)

    importer.write = dying_write
    actions.confirm(job=job, by=None, now=timezone.now())
    with pytest.raises(OperationalError):
        work.work_on(job_id=job.pk)
    assert set(names()) == {"topic-0", "topic-1"}, "the second batch was rolled back as a whole"

    importer.write = write
    now = timezone.now()
    assert work.due(now=now) == []
    assert work.work_on(job_id=job.pk) is False
    assert set(names()) == {"topic-0", "topic-1"}, "the lease of the dead worker still runs"

    later = now + actions.LEASE + timedelta(seconds=1)
    assert work.due(now=later) == [job.pk]
    work.work_on(job_id=job.pk, clock=lambda: later)
    job.refresh_from_db()
    assert (job.state, job.done) == (State.APPLIED, 5)
    assert len(names()) == 5


def test_reading_that_was_cut_short_starts_anew(importer, monkeypatch):
    monkeypatch.setattr(work, "READ_BATCH", 2)
    parse = importer.parse

    def dying_parse(content, name):
        yield from list(parse(content, name))[:3]
        raise OperationalError("the connection is gone")

    importer.parse = dying_parse
    job = ImportJobFactory(content=FIVE)
    with pytest.raises(OperationalError):
        work.work_on(job_id=job.pk)
    assert job.changes.count() == 2
    importer.parse = parse
    later = timezone.now() + actions.LEASE + timedelta(seconds=1)
    work.work_on(job_id=job.pk, clock=lambda: later)
    assert job.changes.count() == 5


def test_worker_that_lost_its_lease_writes_nothing(importer):
    job = read(FIVE)
    actions.confirm(job=job, by=None, now=timezone.now())
    write = importer.write

    def slow_write(key, values, **kwargs):
        ImportJob.objects.filter(pk=job.pk).update(claim="00000000-0000-0000-0000-000000000001")
        write(key, values, **kwargs)

    importer.write = slow_write
    assert work.work_on(job_id=job.pk) is False
    assert names() == {}


def test_worker_stops_in_time_and_the_next_one_goes_on():
    job = read(FIVE)
    assert apply(job, until=timezone.now()) is True
    assert (job.state, job.done, job.claim) == (State.APPLYING, 2, None)
    assert work.work_on(job_id=job.pk) is False
    assert len(names()) == 5


@pytest.mark.parametrize("state", [State.UPLOADED, State.APPLYING, State.UNDOING])
def test_job_that_kills_every_worker_is_given_up_and_says_so(state):
    job = read(FIVE)
    if state != State.UPLOADED:
        apply(job, until=timezone.now())
    if state == State.UNDOING:
        work.work_on(job_id=job.pk)
        job.refresh_from_db()
        actions.undo(job=job, by=None, now=timezone.now())
    ImportJob.objects.filter(pk=job.pk).update(state=state, claims_without_progress=work.MOST_CLAIMS)
    work.work_on(job_id=job.pk)
    job.refresh_from_db()
    ends = {State.UPLOADED: State.FAILED, State.APPLYING: State.APPLIED, State.UNDOING: State.UNDONE}
    assert job.state == ends[state]
    assert work.STOPPED in (job.error, *job.changes.values_list("error", flat=True))


def test_import_file_applies_at_once_and_is_nobody_elses():
    job = work.import_file(kind="topics", name="topics.csv", content=FIVE, by=None)
    assert (job.state, job.claim) == (State.APPLIED, None)
    assert len(names()) == 5


def test_import_file_with_nothing_to_change_ends_as_read():
    work.import_file(kind="topics", name="topics.csv", content=FIVE, by=None)
    assert work.import_file(kind="topics", name="topics.csv", content=FIVE, by=None).state == State.PARSED


def test_import_file_that_is_malformed_fails():
    assert work.import_file(kind="topics", name="topics.csv", content=b"slug\na\n", by=None).is_failed


def test_applying_takes_no_query_for_each_record_beyond_its_own(django_assert_max_num_queries, importer):
    importer.batch_size = 100
    importer.write = lambda key, values, **_: None
    job = read(b"slug,name\n" + b"".join(b"t-%d,T\n" % n for n in range(40)))
    actions.confirm(job=job, by=None, now=timezone.now())
    with django_assert_max_num_queries(20 + 2 * 40):  # a savepoint is two
        work.work_on(job_id=job.pk)
