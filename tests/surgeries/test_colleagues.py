"""Those who come along: their own messages, never the link to manage the booking."""

from datetime import timedelta

import pytest
from django.test import Client

from golab.notifications.models import OutgoingMessage, Suppression
from surgeries import actions, tokens
from surgeries.telling import reminders
from tests.factories.surgeries import NOW, SlotFactory, booked
from tests.surgeries.told import entry_of, messages_of
from tests.surgeries.visits import everything, url

pytestmark = pytest.mark.usefixtures("db")
COLLEAGUES = [
    {"name": "Kim Ólafs", "email": "Kim@example.gov.uk"},
    {"name": "Ada", "email": ""},
    {"name": "Zoë again", "email": "ZOE@example.gov.uk"},
]


def told(booking) -> list[OutgoingMessage]:
    order = ("booked", "moved", "cancelled", "reminder")
    rows = [row for row in messages_of(booking) if row.audience == "colleague"]
    return sorted(rows, key=lambda row: order.index(row.kind.split("_")[1]))


def test_colleague_with_an_address_hears_of_everything_and_gets_no_link():
    booking = booked(slot=SlotFactory(starts_at=NOW + timedelta(days=10)), extra_attendees=COLLEAGUES)
    booking = actions.move(booking=booking, to_uuid=SlotFactory().uuid, by=None, now=NOW)
    actions.cancel(booking=booking, reason="", by=None, now=NOW)
    assert [row.kind for row in told(booking)] == ["colleague_booked", "colleague_moved", "colleague_cancelled"]
    assert {row.to_email for row in told(booking)} == {"kim@example.gov.uk"}, "one each, and none to the booker"
    assert [(row.ics_method, entry_of(row)["sequence"]) for row in told(booking)] == [
        ("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2),
    ]  # fmt: skip
    assert {entry_of(row)["uid"] for row in messages_of(booking)} == {f"surgery-{booking.uuid}@golab.bsg.ox.ac.uk"}
    for row in told(booking):
        assert "/surgeries/manage/" not in f"{row.body_text}{row.body_html}{row.ics_text}"
        assert booking.question not in row.body_text
        assert "Zoë O'Brien" in row.body_text


def test_colleague_is_reminded_a_day_before_and_may_stop_that():
    slot = SlotFactory(starts_at=NOW + timedelta(days=15))
    booking = booked(slot=slot, extra_attendees=COLLEAGUES)
    for days in (7, 1, 1):
        reminders.send_reminders(now=slot.starts_at - timedelta(days=days))
    (row,) = [row for row in told(booking) if "reminder" in row.kind]
    assert (row.kind, row.subject) == ("colleague_reminder_24h", "Tomorrow 10:30am: advice surgery with Zoë O'Brien")
    stop = row.headers["List-Unsubscribe"].strip("<>").removeprefix("https://testserver").split("/", 3)[-1]
    before, page = everything(), Client()
    assert page.get(f"/{stop}").status_code == 200
    assert everything() == before, "looking stops nothing"
    assert "to kim@example.gov.uk" in page.post(f"/{stop}").content.decode()
    assert Suppression.objects.get().email_norm == "kim@example.gov.uk"


def test_colleagues_token_opens_nothing_else():
    booking = booked(extra_attendees=COLLEAGUES)
    token = tokens.colleague_token(booking, 0)
    assert tokens.colleague_email_of(token) == "kim@example.gov.uk"
    assert Client().get(url("manage", token)).status_code == 404
    for wrong in (f"{token}x", tokens.token_of(booking), tokens.colleague_token(booking, 7)):
        assert Client().post(url("colleague-reminders", wrong)).status_code == 404
