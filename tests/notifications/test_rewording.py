"""Wording that staff change: what it may use, what it must keep, and the way back."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from golab.notifications.actions import enqueue
from golab.notifications.addresses import Recipient
from golab.notifications.copy import CopyError, standard_wording, wording
from golab.notifications.models import Rewording
from tests.notifications.test_actions import CONTEXT, write

pytestmark = pytest.mark.django_db
KEY = "account_sign_in"
BODY = "Hello {{ name }},\n\nUse this until {{ expires_at }}: {{ sign_in_url }}\n"


def page() -> str:
    return reverse("messages:reword", args=["test_receipt"])


def test_message_uses_the_words_of_staff_and_those_that_wait_keep_theirs(admin_client, now):
    before = write(now)
    answer = admin_client.post(page(), {"subject": "Your way in", "body": BODY}, follow=True)
    assert "The new wording is used from now on." in answer.text
    assert "Changed by" in answer.text
    after = write(now, dedupe_key="receipt:2")
    assert (after.subject, after.body_text.startswith("Hello Robin,")) == ("Your way in", True)
    before.refresh_from_db()
    assert before.subject != "Your way in"
    admin_client.post(page(), {"standard": "1"})
    assert not Rewording.objects.exists()
    assert write(now, dedupe_key="receipt:3").subject == before.subject


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (BODY + "{{ password }}", "password is unknown"),
        (BODY + "{% include 'settings' %}", "is not understood here"),
        (BODY + "{{ name.__class__ }}", "is not understood here"),
        ("Hello {{ name }}", "{{ sign_in_url }} is missing; people need the link"),
        ("", "This field is required"),
        ("x" * 5001, "at most 5000 characters"),
    ],
)
def test_wording_that_could_not_be_sent_is_refused_and_kept_in_the_form(admin_client, body, words):
    answer = admin_client.post(page(), {"subject": "Your way in", "body": body})
    assert words in answer.text.replace("&#x27;", "'")
    assert 'value="Your way in"' in answer.text
    assert not Rewording.objects.exists()


def test_words_of_staff_stay_words(admin_client, now):
    """Markup in wording is text; a value that looks like a placeholder is never filled in."""
    admin_client.post(page(), {"subject": "<b>In</b>", "body": BODY + "<script>alert(1)</script>"})
    row = write(now, context={**CONTEXT, "name": "{{ sign_in_url }}"})
    assert "<script" not in row.body_html
    assert "Hello {{ sign_in_url }}," in row.body_text


def test_wording_that_an_upgrade_made_unusable_gives_way_to_the_standard(now, caplog):
    Rewording.objects.create(key=KEY, subject="Old", body="{{ gone }}", changed_at=now)
    assert wording(KEY) == standard_wording(KEY)
    assert "rewording_unusable" in caplog.text
    assert enqueue(kind="test_receipt", to=Recipient("a@example.org"), context=CONTEXT, dedupe_key="x", now=now)


def test_link_inside_a_condition_may_go():
    standard = standard_wording("booking_confirmed")
    body = standard.body.replace("{% if join_url %}", "{% if name %}") if "{% if join_url %}" in standard.body else None
    assert standard.reworded(subject="S", body=body or standard.body)
    with pytest.raises(CopyError, match="manage_url"):
        standard.reworded(subject="S", body=standard.body.replace("{{ manage_url }}", ""))


@pytest.mark.parametrize("words", [{"subject": "", "body": "x"}, {"subject": "x", "body": ""}])
def test_database_keeps_no_empty_wording(now, words):
    with pytest.raises(IntegrityError, match="rewording_has_its_words"), transaction.atomic():
        Rewording.objects.create(key=KEY, changed_at=now, **words)


def test_example_is_shown_as_mail_programs_show_it(admin_client):
    assert "<iframe" in admin_client.get(reverse("messages:wording"), {"kind": "booking_confirmed"}).text
    answer = admin_client.get(reverse("messages:example", args=["booking_confirmed"]))
    assert "<h1" in answer.text
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert admin_client.get(reverse("messages:example", args=["no_such_kind"])).status_code == 404


@pytest.mark.parametrize("name", ["reword", "example"])
def test_wording_is_for_those_who_look_after_messages(client, django_user_model, name):
    client.force_login(django_user_model.objects.create_user("staff@example.org", is_staff=True))
    assert client.get(reverse(f"messages:{name}", args=["test_receipt"])).status_code in (302, 403)
