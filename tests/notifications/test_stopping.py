"""Every message that is not essential can be stopped by one press (E2, E7)."""

import pytest
from django.test import Client

from golab.notifications import kinds, stopping
from golab.notifications.copy import standard_wording
from golab.notifications.examples import shown_kinds
from golab.notifications.models import OutgoingMessage, Suppression
from tests.factories.notifications import OutgoingMessageFactory
from tests.notifications.test_actions import CONTEXT, write

pytestmark = pytest.mark.django_db
REBOOK = {**CONTEXT, "date_phrase": "yesterday", "time": "10am", "rebook_url": "https://hub.example.org/b/"}


def link_of(row: OutgoingMessage) -> str:
    return row.headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver").partition("/alerts/")[2]


def test_e2_optional_message_brings_a_link_of_its_own(now):
    row = write(now, kind="test_reminder", context=REBOOK)
    assert row.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link_of(row) in row.body_text
    assert row.to_email not in row.headers["List-Unsubscribe"], "no address in an address"
    assert write(now, dedupe_key="essential").headers == {}


def test_e2_footer_says_how_to_stop_exactly_where_it_can_be_stopped():
    for kind in shown_kinds():
        footer = standard_wording(kind.wording_key).footer
        assert ("unsubscribe_url" in footer) == bool(kind.scope), kind.name


def test_e7_one_press_stops_without_a_cookie_and_looking_does_not(now):
    row = write(now, kind="test_reminder", context=REBOOK)
    client, address = Client(enforce_csrf_checks=True), f"/alerts/{link_of(row)}"
    page = client.get(address)
    assert "Stop messages like this" in page.text
    assert not page.cookies
    assert not Suppression.objects.exists()
    assert "Stopped" in client.post(address, {"List-Unsubscribe": "One-Click"}).text
    held = Suppression.objects.get()
    assert (held.email_norm, held.scope) == ("robin@example.org", "reminders")
    assert client.post(address).status_code == 200, "twice is no error"
    assert Suppression.objects.count() == 1


def test_who_wants_no_digest_of_surgeries_keeps_their_alerts(now):
    scopes = {kind.name: kind.scope for kind in kinds.everything()}
    stopping.stop(OutgoingMessageFactory(kind="adviser_digest"), now=now)
    held = Suppression.objects.get()
    assert held.blocks(scopes["staff_digest"])
    assert not held.blocks(scopes["alert_digest"])
    assert not held.blocks(scopes["booking_reminder_24h"])
    assert not held.blocks(scopes["booking_confirmed"]), "what is essential is never held back"


def test_e7_link_that_is_made_up_or_of_an_essential_message_opens_nothing(client):
    row = OutgoingMessageFactory()
    assert kinds.of(row).scope == ""
    for token in ("no-such-link", row.pk.hex, stopping.url_of(row.pk).rstrip("/").rpartition("/")[2]):
        assert client.post(f"/alerts/no-more/{token}/").status_code == 404
    assert not Suppression.objects.exists()
