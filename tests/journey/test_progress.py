from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore as Session
from django.contrib.sessions.models import Session as SessionRow
from django.db import IntegrityError, transaction

from golab.accounts.registry import parts
from journey.models import SavedItem, StepProgress
from journey.progress import (
    DONE,
    MOST_SAVED,
    NOT_NEEDED,
    SESSION_KEY,
    AccountStore,
    SessionStore,
    merge_on_sign_in,
    progress_of,
    store_for,
)
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 9, 10, 30, tzinfo=UTC)


@pytest.fixture(params=["session", "account"])
def store(request, db):
    return SessionStore(Session()) if request.param == "session" else AccountStore(UserFactory())


def test_store_begins_empty(store):
    assert store.load().is_empty
    assert store.load().state_of("count") == ""
    assert store.load().done_count == 0


def test_state_is_kept_and_taken_back(store):
    store.set_state("count", DONE, now=NOW)
    store.set_state("price", NOT_NEEDED, now=NOW)
    progress = store.load()
    assert progress.states == {"count": DONE, "price": NOT_NEEDED}
    assert (progress.done_count, progress.state_of("count")) == (1, DONE)
    store.set_state("count", "", now=NOW)
    assert store.load().states == {"price": NOT_NEEDED}


def test_ticks_are_kept_beside_the_state(store):
    store.set_state("count", DONE, now=NOW)
    store.set_ticks("count", ["a", "b"], now=NOW)
    assert (store.load().states, store.load().ticks) == ({"count": DONE}, {"count": ["a", "b"]})
    store.set_ticks("count", [], now=NOW)
    assert (store.load().states, store.load().ticks) == ({"count": DONE}, {})


def test_saved_items_stand_newest_first_and_once(store):
    store.save_item("step", "count", now=NOW)
    store.save_item("guide", "price", now=NOW + timedelta(minutes=1))
    store.save_item("guide", "price", now=NOW + timedelta(minutes=2))
    assert store.load().saved == [("guide", "price"), ("step", "count")]
    assert store.load().is_saved("step", "count")
    assert not store.load().is_saved("guide", "count")
    store.remove_item("step", "count")
    store.remove_item("step", "was never there")
    assert store.load().saved == [("guide", "price")]


def test_clear_forgets_everything(store):
    store.set_state("count", DONE, now=NOW)
    store.set_ticks("count", ["a"], now=NOW)
    store.save_item("step", "count", now=NOW)
    store.clear()
    assert store.load().is_empty


def test_session_has_an_end_to_what_it_saves():
    store = SessionStore(Session())
    for number in range(MOST_SAVED + 5):
        store.save_item("step", f"step-{number}", now=NOW)
    saved = store.load().saved
    assert len(saved) == MOST_SAVED
    assert saved[0] == ("step", f"step-{MOST_SAVED + 4}")


def test_session_survives_its_own_storage():
    session = Session()
    SessionStore(session).save_item("step", "count", now=NOW)
    session.save()
    assert SessionStore(Session(session.session_key)).load().saved == [("step", "count")]


def test_accounts_do_not_see_each_other():
    mine, yours = AccountStore(UserFactory()), AccountStore(UserFactory())
    mine.set_state("count", DONE, now=NOW)
    mine.save_item("step", "count", now=NOW)
    yours.clear()
    assert yours.load().is_empty
    assert not mine.load().is_empty


def request_of(rf, user=None, session=None):
    request = rf.get("/")
    request.user, request.session = user or AnonymousUser(), session or Session()
    return request


def test_reading_costs_a_reader_without_a_session_no_query_and_no_session(rf, django_assert_num_queries):
    request = request_of(rf)
    with django_assert_num_queries(0):
        assert progress_of(request).is_empty
    assert not request.session.modified


def test_progress_is_loaded_once_for_a_request(rf, django_assert_num_queries):
    session = Session()
    SessionStore(session).set_state("count", DONE, now=NOW)
    session.save()
    request = request_of(rf, session=Session(session.session_key))
    with django_assert_num_queries(1):
        assert progress_of(request) is progress_of(request)
    assert progress_of(request).done_count == 1


def test_reading_pages_makes_no_session(client, journey):
    for address in ("/journey/", "/journey/stage-1/step-1-1/", "/my-journey/"):
        assert not client.get(address).cookies
    assert not SessionRow.objects.exists()


def test_store_follows_who_is_asking(rf):
    user = UserFactory()
    assert store_for(request_of(rf)).is_account is False
    assert store_for(request_of(rf, user=user)).is_account is True


def test_signing_in_brings_the_union_into_the_account(rf):
    user, session = UserFactory(), Session()
    account = AccountStore(user)
    account.set_state("count", NOT_NEEDED, now=NOW)
    account.set_state("price", DONE, now=NOW)
    account.set_ticks("count", ["a", "c"], now=NOW)
    account.save_item("guide", "price", now=NOW)
    store = SessionStore(session)
    store.set_state("count", DONE, now=NOW)
    store.set_ticks("count", ["a", "b"], now=NOW)
    store.save_item("step", "count", now=NOW)
    store.save_item("guide", "price", now=NOW)
    merge_on_sign_in(request=request_of(rf, session=session), user=user)
    progress = account.load()
    assert progress.states == {"count": DONE, "price": DONE}
    assert progress.ticks == {"count": ["a", "b", "c"]}
    assert sorted(progress.saved) == [("guide", "price"), ("step", "count")]
    assert SESSION_KEY not in session


def test_signing_in_keeps_the_order_of_what_was_saved(rf):
    user, session = UserFactory(), Session()
    for key in ("first", "second", "third"):
        SessionStore(session).save_item("step", key, now=NOW)
    merge_on_sign_in(request=request_of(rf, session=session), user=user)
    assert [key for _, key in AccountStore(user).load().saved] == ["third", "second", "first"]


def test_signing_in_with_nothing_to_bring_changes_nothing(rf, django_assert_num_queries):
    user, request = UserFactory(), request_of(rf)
    with django_assert_num_queries(0):
        merge_on_sign_in(request=request, user=user)
        merge_on_sign_in(request=None, user=user)


def test_signing_in_by_browser_merges(client, journey):
    client.post("/my-journey/steps/step-1-1/", {"state": "done"})
    user = UserFactory()
    client.force_login(user)
    assert AccountStore(user).load().states == {"step-1-1": "done"}
    assert SESSION_KEY not in client.session


# --- what the database refuses -------------------------------------------------------------


def refused(constraint: str):
    return pytest.raises(IntegrityError, match=constraint)


def test_one_progress_row_per_step():
    user = UserFactory()
    StepProgress.objects.create(user=user, step_key="count", state=DONE, updated_at=NOW)
    with refused("one_progress_row_per_step"), transaction.atomic():
        StepProgress.objects.create(user=user, step_key="count", updated_at=NOW)


def test_step_state_is_known():
    with refused("step_state_is_known"), transaction.atomic():
        StepProgress.objects.create(user=UserFactory(), step_key="count", state="half-done", updated_at=NOW)


def test_saved_once():
    user = UserFactory()
    SavedItem.objects.create(user=user, kind="step", key="count", saved_at=NOW)
    with refused("saved_once"), transaction.atomic():
        SavedItem.objects.create(user=user, kind="step", key="count", saved_at=NOW)


def test_rows_say_what_they_are():
    row = StepProgress(step_key="count", state=NOT_NEEDED)
    assert str(row) == "count: Not needed"
    assert str(SavedItem(kind="step", key="count")) == "step count"


# --- what we hold about a person -----------------------------------------------------------


def my_journey():
    return next(part for part in parts() if part.name == "My journey")


def test_export_tells_marks_and_saved_pages():
    user, other = UserFactory(), UserFactory()
    for owner in (user, other):
        AccountStore(owner).set_ticks("count", ["a"], now=NOW)
        AccountStore(owner).save_item("guide", "price", now=NOW)
    assert my_journey().export(user) == [
        {"step_key": "count", "state": "", "ticks": ["a"], "note": "", "updated_at": NOW},
        {"kind": "guide", "key": "price", "saved_at": NOW},
    ]


def test_erasing_touches_one_person_only():
    user, other = UserFactory(), UserFactory()
    for owner in (user, other):
        AccountStore(owner).set_state("count", DONE, now=NOW)
        AccountStore(owner).save_item("guide", "price", now=NOW)
    my_journey().erase(user, NOW)
    assert AccountStore(user).load().is_empty
    assert my_journey().export(user) == []
    assert len(my_journey().export(other)) == 2
