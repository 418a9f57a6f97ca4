"""The outbox in the CMS: who sees what, and what they may do."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import escape

from golab.notifications.delivery import deliver_due
from golab.notifications.examples import example_of, shown_kinds
from golab.notifications.models import OutgoingMessage
from golab.notifications.reasons import in_words
from tests.factories.notifications import MessageAttemptFactory, OutgoingMessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client, django_user_model):
    """Sign in as staff with these permissions."""

    def with_permissions(*codenames):
        user = django_user_model.objects.create_user("staff@example.org", is_staff=True)
        user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client.force_login(user)
        return client

    return with_permissions


def page(name: str, row: OutgoingMessage | None = None) -> str:
    return reverse(f"messages:{name}", args=[row.pk] if row else [])


def test_list_shows_state_in_words_at_a_steady_cost(sign_in, django_assert_max_num_queries):
    client = sign_in("view_outgoingmessage")
    OutgoingMessageFactory(dead=True, last_error_kind="uncertain", subject="Your place is booked")
    client.get(page("index"))
    with django_assert_max_num_queries(16) as one:
        response = client.get(page("index"))
    assert "Your place is booked" in response.text
    assert "It may or may not have arrived." in response.text
    OutgoingMessageFactory.create_batch(20)
    with django_assert_max_num_queries(len(one)):
        assert response.text != client.get(page("index")).text


def test_list_is_found_by_person(sign_in):
    client = sign_in("view_outgoingmessage")
    OutgoingMessageFactory(to_name="Alex Able", subject="For Alex")
    OutgoingMessageFactory(to_name="Bo Baker", subject="For Bo")
    text = client.get(page("index"), {"q": "able"}).text
    assert ("For Alex" in text, "For Bo" in text) == (True, False)


@pytest.mark.parametrize("name", ["index", "inspect"])
def test_staff_without_permission_see_nothing(sign_in, name):
    row = OutgoingMessageFactory()
    response = sign_in().get(page(name, row if name == "inspect" else None))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_message_shows_history_and_text_to_those_who_may_read_it(sign_in):
    row = MessageAttemptFactory(smtp_code=451, error="4.3.0 Later").message
    text = sign_in("view_outgoingmessage").get(page("inspect", row)).text
    assert "Refused for the time being" in text
    assert "4.3.0 Later" in text
    assert "Thank you." in text
    assert "Cancel this message" not in text


def test_message_about_an_account_keeps_its_text_from_everyone(admin_client):
    row = OutgoingMessageFactory(kind="account_mail", body_text="Your code is ABCD-EFGH.")
    text = admin_client.get(page("inspect", row)).text
    assert "ABCD-EFGH" not in text
    assert "Only those who look after" in text


def test_nobody_adds_edits_or_deletes_a_message(admin_client):
    row = OutgoingMessageFactory()
    for name, args in [("add", None), ("edit", row), ("delete", row)]:
        assert admin_client.post(page(name, args)).status_code == 302
    assert OutgoingMessage.objects.get() == row


def test_r22_failed_message_is_sent_again_on_request(sign_in):
    client, row = sign_in("view_outgoingmessage", "change_outgoingmessage"), OutgoingMessageFactory(dead=True)
    assert "Send this message again" in client.get(page("inspect", row)).text
    response = client.post(page("retry", row), follow=True)
    assert "The message is in the queue again." in response.text
    assert "Cancel this message" in response.text
    assert "This message can&#x27;t be sent again" in client.post(page("retry", row), follow=True).text
    assert row.history.get().error == "by staff@example.org"
    assert deliver_due() == {"sent": 1}
    assert deliver_due() == {}


def test_waiting_message_is_cancelled_on_request(sign_in):
    client, row = sign_in("view_outgoingmessage", "change_outgoingmessage"), OutgoingMessageFactory()
    assert "is cancelled and will not be sent" in client.post(page("cancel", row), follow=True).text
    assert OutgoingMessage.objects.get().status == "cancelled"
    assert "can&#x27;t be cancelled" in client.post(page("cancel", row), follow=True).text


@pytest.mark.parametrize("name", ["retry", "cancel"])
def test_changes_need_their_permission_and_a_post(sign_in, name):
    client, row = sign_in("view_outgoingmessage"), OutgoingMessageFactory(dead=name == "retry")
    assert client.post(page(name, row)).status_code in (302, 403)
    assert client.get(page(name, row)).status_code == 405
    assert OutgoingMessage.objects.get().status == row.status


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Waiting to be sent. Next try: 9 November 2026, 10:30am."),
        ({"last_error_kind": "outage"}, "Our mail server did not answer. We keep trying. Next try:"),
        ({"last_error_kind": "temporary"}, "The recipient's mail system asked us to try later."),
        ({"sending": True}, "Being sent now."),
        ({"sent": True}, "Sent."),
        ({"dead": True}, "Given up after many tries."),
        ({"dead": True, "status": "failed_permanent"}, "The recipient's mail system refused it. Check the address."),
        ({"dead": True, "status": "cancelled", "last_error_kind": "expired"}, "it could not be sent in time."),
        ({"dead": True, "status": "suppressed", "last_error_kind": "not_allowed"}, "only to listed addresses."),
        ({"next_attempt_at": None}, "Next try: 9 November 2026, 2pm."),
    ],
)
def test_state_is_told_in_words(now, fields, words):
    if "next_attempt_at" in fields:
        fields = {"next_attempt_at": now + timedelta(hours=3, minutes=30)}
    assert words in in_words(OutgoingMessageFactory.build(**fields))


def test_every_wording_can_be_read_through_with_examples(sign_in):
    client = sign_in("view_outgoingmessage")
    assert "Read the wording" in client.get(page("index")).text
    for kind in shown_kinds():
        text = client.get(page("wording"), {"kind": kind.name}).text
        assert escape(example_of(kind).text) in text, kind.name
        assert "{" not in example_of(kind).text
    digest = client.get(page("wording"), {"kind": "alert_digest"}).text
    assert "3 new for [search label]" in digest
    assert "It can be stopped with one press." in digest
    assert "<pre>" not in client.get(page("wording"), {"kind": "no-such-kind"}).text


def test_wording_is_for_those_who_see_the_outbox(sign_in):
    assert sign_in().get(page("wording")).status_code == 302
