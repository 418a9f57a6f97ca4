"""Signing in by code and by password, and what a stranger may learn from it: nothing."""

import logging
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from golab.accounts.models import User
from golab.notifications.models import OutgoingMessage
from tests.factories.accounts import PASSWORD, UserFactory

LOGIN = "/account/login/"
CONFIRM = "/account/login/code/confirm/"

pytestmark = pytest.mark.django_db


def is_signed_in(client) -> bool:
    return client.get("/account/").status_code == 200


def test_sign_in_without_password_writes_one_urgent_code_and_lets_it_in(client, reader, written, last_code):
    response = client.post(LOGIN, {"login": reader.email.upper(), "password": ""})
    assert response.headers["Location"].startswith(CONFIRM)
    (message,) = written()
    assert message.to_email == reader.email
    assert message.priority == OutgoingMessage.Priority.URGENT
    assert 540 < (message.expires_at - timezone.now()).total_seconds() <= 600
    assert "Dear Robin Reader," in message.body_text
    response = client.post(CONFIRM, {"code": last_code()})
    assert response.headers["Location"] == "/account/"
    assert is_signed_in(client)


def test_sign_in_code_from_its_own_page_lets_in_and_goes_on_to_next(client, reader, last_code):
    client.post("/account/login/code/?next=/glossary/", {"email": reader.email, "next": "/glossary/"})
    response = client.post(CONFIRM, {"code": last_code().lower(), "next": "/glossary/"})
    assert response.headers["Location"] == "/glossary/"


def test_sign_in_next_to_another_site_is_ignored(client, reader, last_code):
    client.post(LOGIN, {"login": reader.email, "password": "", "next": "https://evil.example/"})
    response = client.post(CONFIRM, {"code": last_code(), "next": "https://evil.example/"})
    assert response.headers["Location"] == "/account/"


def test_sign_in_code_wrong_three_times_ends_the_attempt(client, reader, last_code):
    client.post(LOGIN, {"login": reader.email, "password": ""})
    code = last_code()
    for _ in range(2):
        page = client.post(CONFIRM, {"code": "WRONG-1"})
        assert "That is not the code" in page.content.decode()
    assert client.post(CONFIRM, {"code": "WRONG-1"}).status_code == 302
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_sign_in_code_after_ten_minutes_is_refused(client, reader, last_code, time_machine):
    client.post(LOGIN, {"login": reader.email, "password": ""})
    time_machine.move_to(timezone.now() + timedelta(seconds=601))
    client.post(CONFIRM, {"code": last_code()})
    assert not is_signed_in(client)


def test_sign_in_another_code_replaces_the_first(client, reader, written, last_code):
    client.post(LOGIN, {"login": reader.email, "password": ""})
    client.post(CONFIRM, {"action": "resend"})
    assert len(written()) == 2
    client.post(CONFIRM, {"code": last_code()})
    assert is_signed_in(client)


def test_sign_in_code_never_reaches_a_log(client, reader, last_code, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post(LOGIN, {"login": reader.email, "password": ""})
    assert last_code() not in caplog.text


def test_sign_in_with_password_needs_no_message(client, reader, written):
    response = client.post(LOGIN, {"login": reader.email, "password": PASSWORD})
    assert response.headers["Location"] == "/account/"
    assert written() == []
    assert is_signed_in(client)


def test_sign_in_changes_the_session_key(client, reader, last_code):
    client.post(LOGIN, {"login": reader.email, "password": ""})
    before = client.session.session_key
    client.post(CONFIRM, {"code": last_code()})
    assert client.session.session_key != before


def test_sign_in_of_editor_leads_to_the_cms(client):
    editor = UserFactory(role="Editor")
    response = client.post(LOGIN, {"login": editor.email, "password": PASSWORD})
    assert response.headers["Location"] == "/admin/"


def test_sign_in_of_account_not_in_use_is_refused(client):
    user = UserFactory(is_active=False)
    response = client.post(LOGIN, {"login": user.email, "password": PASSWORD}, follow=True)
    assert "This account is not in use" in response.content.decode()
    assert not is_signed_in(client)


def test_password_wrong_says_the_same_for_known_and_unknown_address(client, reader):
    pages = [
        client.post(LOGIN, {"login": address, "password": "not the password"}).content.decode()
        for address in (reader.email, "reader9@example.org".ljust(len(reader.email), "x"))
    ]
    errors = [page.split('class="error-summary"')[1].split("</div>")[0] for page in pages]
    assert errors[0] == errors[1]
    assert "do not match an account" in errors[0]


def neutral(response, address: str) -> str:
    """The page without what differs for everyone: the address itself and the token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode()).replace(
        address, "ADDRESS"
    )


@pytest.mark.parametrize(
    ("path", "field"),
    [(LOGIN, "login"), ("/account/login/code/", "email"), ("/account/password/reset/", "email")],
)
def test_code_asked_for_unknown_address_looks_the_same(client, reader, written, path, field):
    stranger = "nobody@example.org"
    pages = []
    for address in (reader.email, stranger):
        client.cookies.clear()
        pages.append(client.post(path, {field: address}, follow=True))
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert neutral(pages[0], reader.email) == neutral(pages[1], stranger)
    assert [message.to_email for message in written()] == [reader.email, stranger]
    assert "There is no account with it" in written()[1].body_text


def test_sign_up_looks_the_same_for_known_and_unknown_address(client, reader, written):
    pages = {}
    for address in (reader.email, "new@example.org"):
        client.cookies.clear()
        pages[address] = client.post("/account/signup/", {"email": address, "website": ""}, follow=True)
    known, unknown = pages[reader.email], pages["new@example.org"]
    assert known.redirect_chain == unknown.redirect_chain
    assert neutral(known, reader.email) == neutral(unknown, "new@example.org")
    assert [message.subject for message in written()] == [
        "You have an account already",
        "Your code to confirm your email address",
    ]


def test_sign_up_proves_the_address_and_opens_the_account(client, last_code):
    client.post("/account/signup/", {"email": "New@Example.org", "website": ""})
    assert not is_signed_in(client)
    client.post(reverse("account_email_verification_sent"), {"code": last_code()})
    user = User.objects.get(email="new@example.org")
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()
    assert is_signed_in(client)


def test_sign_up_by_program_that_fills_in_everything_makes_nothing(client, written):
    response = client.post("/account/signup/", {"email": "bot@example.org", "website": "http://spam.example"})
    assert response.status_code == 302
    assert not User.objects.exists()
    assert written() == []


def test_password_reset_by_code_ends_with_new_password(client, reader, last_code):
    client.post("/account/password/reset/", {"email": reader.email})
    client.post("/account/password/reset/confirm/", {"code": last_code()})
    new = "heather gorse fern loch"
    client.post("/account/password/reset/complete/", {"password1": new, "password2": new})
    reader.refresh_from_db()
    assert reader.check_password(new)


@pytest.mark.parametrize(
    ("weak", "why"),
    [("short", "at least 12"), ("qwerty123456", "too common"), ("robin@example.org", "too similar")],
)
def test_password_that_is_weak_is_refused(client, weak, why):
    reader = UserFactory(email="robin.r@example.org")
    client.force_login(reader)
    page = client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})
    assert why in page.content.decode()
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)


def test_password_changed_tells_the_owner(reader_client, reader, written):
    new = "heather gorse fern loch"
    reader_client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    (message,) = written()
    assert message.subject == "Your password was changed"
    assert "127.0.0.1" in message.body_text
    assert message.expires_at is None


def test_address_changes_only_with_the_code(reader_client, reader, last_code):
    reader_client.post("/account/email/", {"email": "Moved@example.org", "action_add": ""})
    reader.refresh_from_db()
    assert reader.email != "moved@example.org"
    reader_client.post(reverse("account_email_verification_sent"), {"code": last_code()})
    reader.refresh_from_db()
    assert reader.email == "moved@example.org"


def test_attempts_beyond_the_limit_are_refused_even_with_the_right_password(client, reader):
    for _ in range(5):
        client.post(LOGIN, {"login": reader.email, "password": "wrong"})
    page = client.post(LOGIN, {"login": reader.email, "password": PASSWORD})
    assert "There were too many attempts" in page.content.decode()
    assert not is_signed_in(client)


def test_attempts_are_counted_without_the_cache(client, reader):
    for _ in range(5):
        client.post(LOGIN, {"login": reader.email, "password": "wrong"})
        cache.clear()
    page = client.post(LOGIN, {"login": reader.email, "password": PASSWORD})
    assert "There were too many attempts" in page.content.decode()


def test_codes_beyond_the_limit_are_not_sent(client, reader, written):
    for _ in range(7):
        client.cookies.clear()
        client.post(LOGIN, {"login": reader.email, "password": ""})
    assert len(written()) == 5


def test_requests_beyond_the_limit_of_one_network_address_get_429(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login": "2/m/ip"}
    answers = [client.post(LOGIN, {"login": f"a{n}@example.org", "password": "x"}).status_code for n in range(3)]
    assert answers == [200, 200, 429]


def test_cookies_over_tls_are_host_only(client, reader, settings):
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(LOGIN, secure=True)
    client.post(LOGIN, {"login": reader.email, "password": PASSWORD}, secure=True)
    assert set(client.cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    for cookie in client.cookies.values():  # what the prefix demands of a cookie
        assert (cookie["path"], cookie["domain"], cookie["secure"]) == ("/", "", True)
    assert client.cookies["__Host-sessionid"]["httponly"]
    assert client.get("/account/", secure=True).status_code == 200
