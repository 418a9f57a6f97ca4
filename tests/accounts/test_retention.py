"""Accounts stay two years after the last sign-in; a month before, the reader is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from golab.accounts import retention
from golab.accounts.models import RateLimit, User
from golab.accounts.tasks import keep_as_promised
from tests.factories.accounts import ContactFactory, UserFactory

NOW = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)
ALMOST_TWO_YEARS = timedelta(days=701)
TWO_YEARS = timedelta(days=731)

pytestmark = pytest.mark.django_db


def away(period: timedelta, **fields) -> User:
    return UserFactory(date_joined=NOW - period, last_login=NOW - period, **fields)


def test_reader_long_away_is_warned_once(written):
    user = away(ALMOST_TWO_YEARS)
    assert retention.warn_idle(now=NOW) == 1
    assert retention.warn_idle(now=NOW) == 0
    (message,) = written()
    assert message.to_email == user.email
    assert message.subject == "Your account on the GO Lab site will be erased on 9 December 2026"
    assert "/account/login/" in message.body_text


@pytest.mark.parametrize(
    "fields",
    [{"role": "Editor"}, {"is_staff": True}, {"is_superuser": True}, {"verified": False}, {"idle_warned_at": NOW}],
)
def test_staff_unproved_and_warned_are_not_warned(written, fields):
    away(ALMOST_TWO_YEARS, **fields)
    assert retention.warn_idle(now=NOW) == 0
    assert written() == []


def test_reader_seen_lately_is_not_warned():
    away(timedelta(days=699))
    assert retention.warn_idle(now=NOW) == 0


def test_account_is_erased_a_month_after_the_warning_and_not_before():
    user = away(TWO_YEARS, idle_warned_at=NOW - timedelta(days=29))
    ContactFactory(email_norm=user.email)
    assert retention.erase_idle(now=NOW) == 0
    assert retention.erase_idle(now=NOW + timedelta(days=1)) == 1
    assert not User.objects.exists()


def test_account_without_warning_is_not_erased():
    away(TWO_YEARS)
    assert retention.erase_idle(now=NOW) == 0


def test_staff_account_is_never_erased_by_the_clock():
    away(TWO_YEARS, role="Editor", idle_warned_at=NOW - timedelta(days=60))
    assert retention.erase_idle(now=NOW) == 0


def test_reader_who_came_back_is_forgiven():
    user = away(timedelta(days=1), idle_warned_at=NOW - timedelta(days=10))
    assert retention.forgive_returned() == 1
    user.refresh_from_db()
    assert user.idle_warned_at is None


def test_account_never_proved_is_erased_after_a_week():
    UserFactory(date_joined=NOW - timedelta(days=8), verified=False)
    kept = [
        UserFactory(date_joined=NOW - timedelta(days=6), verified=False),
        UserFactory(date_joined=NOW - timedelta(days=8)),
        UserFactory(date_joined=NOW - timedelta(days=8), verified=False, role="Editor"),
    ]
    assert retention.erase_never_proved(now=NOW) == 1
    assert set(User.objects.all()) == set(kept)


def test_counts_of_attempts_are_forgotten_when_they_no_longer_matter():
    caches["rate_limits"].set("old", [1.0], 60)
    caches["rate_limits"].set("new", [1.0], 600)
    assert retention.forget_attempts(now=timezone.now() + timedelta(seconds=120)) == 1
    assert RateLimit.objects.get().cache_key.endswith("new")


def test_nightly_task_does_all_of_it_and_may_run_twice(written):
    long_ago = timezone.now() - ALMOST_TWO_YEARS
    UserFactory(date_joined=long_ago, last_login=long_ago)
    keep_as_promised()
    keep_as_promised()
    assert len(written()) == 1
