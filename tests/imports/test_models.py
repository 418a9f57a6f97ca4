"""What the database holds to, each rule tripped once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from golab.imports.models import FieldDifference, ImportChange, ImportJob
from tests.factories.imports import ImportChangeFactory, ImportJobFactory

pytestmark = pytest.mark.django_db
State, Action = ImportJob.State, ImportChange.Action


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("import_claim_has_a_lease", {"claim": uuid4()}),
        ("import_applies_only_what_was_confirmed", {"state": State.APPLYING}),
        ("import_applied_can_be_undone_until_a_time", {"state": State.APPLIED, "confirmed_at": timezone.now()}),
        ("import_failed_says_why", {"state": State.FAILED}),
        ("import_does_no_more_than_there_is", {"total": 1, "done": 2}),
    ],
)
def test_job_that_contradicts_itself_is_refused(constraint, values):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ImportJobFactory(**values)


@pytest.mark.parametrize(
    ("constraint", "first", "second"),
    [
        ("import_change_has_its_position", {"position": 1}, {"position": 1}),
        ("import_changes_a_record_once", {"key": "a"}, {"key": "a"}),
        ("import_change_refused_says_why", {}, {"action": Action.REFUSE}),
        ("import_change_undone_was_applied", {}, {"undone_at": timezone.now()}),
    ],
)
def test_change_that_contradicts_another_or_itself_is_refused(constraint, first, second):
    job = ImportChangeFactory(**first).job
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ImportChangeFactory(job=job, **second)


def test_job_can_be_undone_while_applied_and_in_time():
    now = timezone.now()
    applied = {"confirmed_at": now, "applied_at": now, "undo_until": now + timedelta(days=30)}
    job = ImportJobFactory(state=State.APPLIED, **applied)
    assert job.can_be_undone(now)
    assert not job.can_be_undone(now + timedelta(days=30))
    assert not ImportJobFactory(state=State.UNDONE, **applied).can_be_undone(now)


def test_differences_of_a_changed_record_are_the_fields_that_differ():
    change = ImportChange(before={"name": "A", "publisher": "B"}, after={"name": "A", "publisher": "C"})
    assert list(change.differences()) == [FieldDifference(name="publisher", before="B", after="C")]


def test_differences_of_a_new_record_are_the_fields_with_a_value():
    change = ImportChange(before=None, after={"full_name": "A", "year": None, "tags": []})
    assert list(change.differences()) == [FieldDifference(name="full name", before="empty", after="A")]


def test_values_are_shown_in_words():
    change = ImportChange(
        before={"authors": [["Carter", "E."], ["OECD", ""]], "year": None, "seen": {"a": 1}},
        after={"authors": [], "year": 2019, "seen": {"a": 2, "b": ["x", "y"]}},
    )
    assert [(line.before, line.after) for line in change.differences()] == [
        ("Carter, E.; OECD", "empty"),
        ("empty", "2019"),
        ("1", "2; x, y"),
    ]


def test_place_names_the_file_within_an_archive():
    assert ImportChange(line=4).place == "Line 4"
    assert ImportChange(line=4, part="projects.csv").place == "projects.csv, line 4"


def test_counts_take_one_query(django_assert_num_queries):
    job = ImportChangeFactory().job
    ImportChangeFactory(job=job, action=Action.UPDATE, before={"name": "Old"}, error="Refused.")
    ImportChangeFactory(job=job, action=Action.UNCHANGED)
    with django_assert_num_queries(1):
        assert job.changes.counts() == {
            "create": 1, "update": 1, "unchanged": 1, "errors": 1, "applied": 0, "undone": 0,
        }  # fmt: skip
