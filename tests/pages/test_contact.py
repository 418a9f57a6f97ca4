"""The contact form: into the outbox, for people only."""

from uuid import uuid4

import pytest
from django.test import Client

from golab.notifications.models import OutgoingMessage
from golab.pages.contact import MOST_AN_HOUR
from golab.pages.models import HubSettings

URL = "/contact/message/"
SENT = {
    "name": "Ana Ray\r\nBcc: x@example.org",
    "email": "ana@example.org",
    "page": "/guides/",
    "message": "A <b>typo</b>",
    "submission_key": uuid4(),
}
HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def reader(site_root):
    return Client(enforce_csrf_checks=True)


def test_message_goes_to_the_team_and_the_answer_to_the_writer(reader):
    facts = HubSettings.load()
    facts.contact_email = "team@example.org"
    facts.save()
    response = reader.post(URL, SENT, headers=HERE)
    assert response["Location"] == f"{URL}?sent=on"
    assert not response.cookies
    message = OutgoingMessage.objects.get()
    assert (message.kind, message.to_email) == ("contact_message", "team@example.org")
    assert "ana@example.org" in message.reply_to
    assert "\n" not in message.subject
    assert "A <b>typo</b>" in message.body_text
    assert "A &lt;b&gt;typo&lt;/b&gt;" in message.body_html
    assert "/guides/" in message.body_text
    assert "on its way" in reader.get(response["Location"]).content.decode()


def test_without_an_address_of_the_team_it_goes_where_the_hub_sends_from(reader, settings):
    settings.DEFAULT_FROM_EMAIL = "GO Lab <hub@example.org>"
    reader.post(URL, SENT, headers=HERE)
    assert OutgoingMessage.objects.get().to_email == "hub@example.org"


def test_form_sets_no_cookie_and_knows_the_page_it_came_from(reader):
    response = reader.get(URL, {"page": "/guides/count/"})
    assert not response.cookies
    assert 'value="/guides/count/"' in response.content.decode()


@pytest.mark.parametrize("page", ["https://elsewhere.example/", '/"><script>', "x" * 400])
def test_page_that_is_none_of_ours_is_left_out(reader, page):
    assert "elsewhere" not in (shown := reader.get(URL, {"page": page}).content.decode())
    assert "<script>" not in shown


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Give your name."),
        ({"email": "nobody"}, "Enter your email address, like name@example.gov.uk"),
        ({"message": ""}, "Write your message."),
        ({"message": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_sent(reader, changed, told):
    response = reader.post(URL, {**SENT, **changed}, headers=HERE)
    assert response.status_code == 400
    assert told in response.content.decode()
    assert not OutgoingMessage.objects.exists()


def test_field_that_people_do_not_see_is_to_be_left_empty(reader):
    response = reader.post(URL, {**SENT, "website": "https://spam.example"}, headers=HERE)
    assert response.status_code == 400
    assert "Empty the field that should be left empty" in response.content.decode()
    assert not OutgoingMessage.objects.exists()


def test_form_sent_twice_is_one_message_and_each_page_drawn_another(reader):
    first, second = (reader.get(URL).context["form"].initial["submission_key"] for _ in range(2))
    for key in (first, first, second):
        assert reader.post(URL, {**SENT, "submission_key": key}, headers=HERE).status_code == 302
    assert OutgoingMessage.objects.count() == 2


def test_one_address_cannot_flood_the_team(reader):
    forms = [{**SENT, "submission_key": uuid4()} for _ in range(MOST_AN_HOUR + 1)]
    codes = [reader.post(URL, form, headers=HERE).status_code for form in forms]
    assert codes == [302] * MOST_AN_HOUR + [400]
    assert OutgoingMessage.objects.count() == MOST_AN_HOUR


def test_message_from_elsewhere_is_asked_about_first(reader):
    assert "Please confirm" in reader.post(URL, SENT, headers={"sec-fetch-site": "cross-site"}).content.decode()
    assert not OutgoingMessage.objects.exists()


def test_footer_leads_here_with_the_page_but_names_no_private_one(reader):
    assert "/contact/message/?page=/" in reader.get("/").content.decode()
    for private in ("/my-journey/", "/surgeries/manage/a-link-of-somebodys/", "/account/password/reset/key/1-set/"):
        assert "/contact/message/?page" not in reader.get(private).content.decode()
