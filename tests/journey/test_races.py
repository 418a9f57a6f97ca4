"""Two devices sign in at the same moment, each with something to bring."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.db import connection, transaction
from django.test import RequestFactory

from golab.accounts.models import User
from journey.models import KeptSheet
from journey.progress import AccountStore, merge_on_sign_in
from journey.sheets.joining import join_on_sign_in
from tests.crowds import PATIENCE, wait_for_a_crowd
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
STEP = "price-the-outcomes"


def bring(join: Callable, user: User, session: dict) -> None:
    """What signing in does for a browser with this session."""
    request = RequestFactory().post("/")
    request.session = SessionStore()
    request.session.update(session)
    try:
        join(request=request, user=user)
    finally:
        connection.close()


def at_once(join: Callable, user: User, *sessions: dict) -> None:
    """None may pass the account's row before all stand there, or at what a row of theirs needs of it."""
    with ThreadPoolExecutor(len(sessions) + 1) as threads:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            arriving = [threads.submit(bring, join, user, session) for session in sessions]
            threads.submit(wait_for_a_crowd, len(sessions), connection.settings_dict["NAME"]).result(PATIENCE)
        for one in arriving:
            one.result(PATIENCE)


def test_ticks_and_notes_of_both_are_in_the_account():
    user = UserFactory()
    at_once(
        merge_on_sign_in,
        user,
        {"journey": {"ticks": {STEP: ["floor"]}, "notes": {STEP: "Ask finance."}}},
        {"journey": {"ticks": {STEP: ["ceiling"]}, "notes": {STEP: "Ask the market."}}},
    )
    held = AccountStore(user).load()
    assert held.ticks == {STEP: ["ceiling", "floor"]}
    assert set(held.notes[STEP].split("\n\n")) == {"Ask finance.", "Ask the market."}


def test_rows_of_a_worksheet_of_both_are_in_the_account():
    user = UserFactory()
    sheets = []
    for risk in ("Referrals", "Price"):
        kept = {"values": {"fields": {"rows": [[risk]]}}, "version": 1, "at": "2026-11-22T21:00:00+00:00"}
        sheets.append({"worksheet": {"risks": kept}})
    at_once(join_on_sign_in, user, *({"journey-sheets": sheet} for sheet in sheets))
    assert sorted(KeptSheet.objects.get(user=user).values["fields"]["rows"]) == [["Price"], ["Referrals"]]
