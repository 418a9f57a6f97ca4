"""A message that went to a wrong address is sent to the one that was meant."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from icalendar import Calendar as Entry

from golab.notifications import kinds
from golab.notifications.actions import Calendar
from golab.notifications.addresses import Recipient
from golab.notifications.delivery import deliver_due
from golab.notifications.models import OutgoingMessage
from tests.factories.notifications import OutgoingMessageFactory
from tests.notifications.test_actions import write

pytestmark = pytest.mark.django_db
WRONG, MEANT = "zoe-with-a-long-name-that-folds-the-line@exmaple.gov.uk", "zoë@example.gov.uk"


@pytest.fixture
def keeper(client, django_user_model):
    """Someone who looks after messages."""
    user = django_user_model.objects.create_user("keeper@example.org", is_staff=True)
    names = ["access_admin", "view_outgoingmessage", "change_outgoingmessage"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def correct(client, row, email="right@example.org"):
    return client.post(reverse("messages:correct", args=[row.pk]), {"email": email}, follow=True).text


def test_refused_message_goes_to_the_address_that_was_meant_once(keeper, now):
    row = OutgoingMessageFactory(dead=True, status="failed_permanent", to_email="wrnog@example.org")
    assert "Send it to this address instead" in keeper.get(reverse("messages:inspect", args=[row.pk])).text
    assert "The message is in the queue for right@example.org." in correct(keeper, row)
    assert "can&#x27;t be sent to another address" in correct(keeper, row), "pressed twice"
    fresh = OutgoingMessage.objects.exclude(pk=row.pk).get()
    assert (fresh.to_email, fresh.body_text, fresh.status) == ("right@example.org", row.body_text, "pending")
    assert deliver_due() == {"sent": 1}
    for one in (row, fresh):
        line = one.history.filter(outcome="corrected").get()
        assert line.error == "from wrnog@example.org to right@example.org, by keeper@example.org"


def test_waiting_message_leaves_once_and_only_to_the_new_address(keeper):
    row = OutgoingMessageFactory()
    correct(keeper, row)
    assert deliver_due() == {"sent": 1}
    assert dict(OutgoingMessage.objects.values_list("to_email", "status")) == {
        row.to_email: "cancelled",
        "right@example.org": "sent",
    }


def test_invitation_names_the_new_guest(keeper, now):
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nATTENDEE;CN=Zo:mailto:{WRONG[:40]}\r\n {WRONG[40:]}\r\n"
    calendar = Calendar(text + "END:VEVENT\r\nEND:VCALENDAR\r\n", "REQUEST")
    row = write(now, to=Recipient(WRONG, "Zoë"), calendar=calendar)
    correct(keeper, row, "right@example.org")
    fresh = OutgoingMessage.objects.get(to_email="right@example.org")
    (event,) = Entry.from_ical(fresh.ics_text).events
    assert (event["uid"], event["attendee"]) == ("1", "mailto:right@example.org")
    assert max(len(line.encode()) for line in fresh.ics_text.split("\r\n")) <= 75


BAD = ["nobody", "a@b", "a@@b.org", "a b@example.org", "a@example.org, b@example.org", "Zoë <a@example.org>",
       "a@example.org\r\nBcc: b@example.org", f"{'a' * 250}@example.org", "a\x00@example.org"]  # fmt: skip


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("", "Enter the address that was meant."),
        *((bad, "Enter an email address, like name@example.com.") for bad in BAD),
    ],
)
def test_address_that_is_none_is_explained_and_changes_nothing(keeper, email, words):
    row = OutgoingMessageFactory(dead=True)
    assert words in correct(keeper, row, email)
    assert OutgoingMessage.objects.get() == row
    assert not row.history.exists()


def test_address_that_the_feature_refuses_is_explained_and_changes_nothing(keeper, monkeypatch):
    def refuse(*_):
        raise kinds.AddressRefused("That address has two bookings already.")

    row = OutgoingMessageFactory(dead=True)
    monkeypatch.setitem(kinds._kinds, row.kind, replace(kinds.of(row), correct_address=refuse))
    assert "That address has two bookings already." in correct(keeper, row)
    assert OutgoingMessage.objects.get() == row
    assert not row.history.exists()


def test_sent_message_and_one_whose_words_are_gone_stay(keeper):
    for row in (OutgoingMessageFactory(sent=True), OutgoingMessageFactory(dead=True, body_text="")):
        assert "can&#x27;t be sent to another address" in correct(keeper, row)


def test_nobody_sends_themselves_what_they_may_not_read(keeper, admin_client):
    """Else staff could have a sign-in code sent to an address of their own."""
    row = OutgoingMessageFactory(kind="account_mail", body_text="Your code is ABCD-EFGH.")
    for client in (keeper, admin_client):
        answer = client.post(reverse("messages:correct", args=[row.pk]), {"email": "mine@example.org"})
        assert answer.status_code in (302, 403)
        assert "Send it to this address" not in client.get(reverse("messages:inspect", args=[row.pk])).text
    assert OutgoingMessage.objects.get() == row
