import pytest
from django.core.cache import cache
from django.core.signals import request_started
from django.db import transaction

from golab.pages.snapshots import Snapshot, start_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted():
    """A snapshot that says how often it was built."""
    start_request()
    built = []

    def build() -> int:
        built.append(1)
        return len(built)

    return Snapshot("counted", build)


def test_value_is_built_once_for_a_request(counted):
    assert (counted.get(), counted.get()) == (1, 1)
    cache.clear()
    assert counted.get() == 1


def test_value_comes_from_the_cache_in_the_next_request(counted):
    counted.get()
    request_started.send(sender=None)
    assert counted.get() == 1


def test_value_is_built_again_without_the_cache(counted):
    counted.get()
    cache.clear()
    request_started.send(sender=None)
    assert counted.get() == 2


def test_change_shows_at_once_where_it_was_made(counted):
    counted.get()
    counted.forget()
    assert (counted.get(), counted.get()) == (2, 2)


def test_uncommitted_change_is_not_put_into_the_cache(counted):
    counted.get()
    counted.forget()
    counted.get()
    assert cache.get(counted.key)[1] == 1


def test_commit_empties_the_cache_for_everyone(counted, django_capture_on_commit_callbacks):
    counted.get()
    with django_capture_on_commit_callbacks(execute=True):
        counted.forget()
        counted.get()
    assert cache.get(counted.key) is None
    assert counted.get() == 3
    assert cache.get(counted.key)[1] == 3


def test_value_is_not_unpacked_again_while_its_stamp_stands(counted):
    counted.get()
    cache.delete(counted.key)
    request_started.send(sender=None)
    assert counted.get() == 1
    cache.set(counted.stamp_key, "of another process")
    request_started.send(sender=None)
    assert counted.get() == 2


def test_rolled_back_change_leaves_the_cache_as_it_was(counted):
    counted.get()
    with transaction.atomic():
        counted.forget()
        counted.get()
        transaction.set_rollback(True)
    request_started.send(sender=None)
    assert counted.get() == 1


def test_transaction_that_changes_much_empties_the_cache_once(counted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        for _ in range(3):
            counted.forget()
            with transaction.atomic():
                counted.forget()
    assert asked == [counted._settle]


def test_change_after_one_that_was_rolled_back_is_not_overlooked(counted, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        with transaction.atomic():
            counted.forget()
            transaction.set_rollback(True)
        counted.forget()
    assert asked == [counted._settle]
