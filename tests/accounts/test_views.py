"""Account pages: what they show, whom they admit, and that nobody keeps a copy."""

import re
from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from golab.accounts import registry
from golab.accounts.models import Contact, Person, User
from golab.accounts.registry import PersonalData
from tests.factories.accounts import PASSWORD, ContactFactory, PersonFactory, TotpFactory, UserFactory
from tests.factories.taxonomy import TopicFactory

pytestmark = pytest.mark.django_db

STRANGERS = [
    "account_login",
    "account_signup",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
    "account_erased",
    "account_password_reset_completed",
]
OWN = [
    "account_overview",
    "account_name",
    "account_email",
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_list_webauthn",
]
CONFIRMED = ["account_erase", "mfa_activate_totp", "mfa_add_webauthn"]
WITH_APP = ["mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"]


def confirm(client) -> None:
    """Says the password once more, as pages that concern safety ask."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": "/account/"})


def check_page(response) -> None:
    assert response.status_code == 200
    html = response.content.decode()
    main = html.split("<main")[1].split("</main>")[0]
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert '<meta name="robots" content="noindex">' in html
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not re.search(r'\sstyle="|\son\w+="|<style', html)
    assert "placeholder=" not in main
    for script in re.findall(r"<script([^>]*)>", html):
        assert "src=" in script or 'type="application/json"' in script
    for name in re.findall(r'<(?:input|textarea)(?![^>]*type="hidden")[^>]* id="([^"]+)"', main):
        assert f'for="{name}"' in main


@pytest.mark.parametrize("name", STRANGERS)
def test_page_for_strangers_is_in_our_look(client, name):
    check_page(client.get(reverse(name)))


@pytest.mark.parametrize("name", OWN)
def test_own_page_is_in_our_look_and_asks_strangers_to_sign_in(reader_client, name):
    check_page(reader_client.get(reverse(name)))
    if name != "account_logout":
        assert Client().get(reverse(name)).headers["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("name", CONFIRMED)
def test_page_that_concerns_safety_asks_for_the_password_again(reader_client, name):
    assert reader_client.get(reverse(name)).headers["Location"].startswith(reverse("account_reauthenticate"))
    confirm(reader_client)
    check_page(reader_client.get(reverse(name)))


@pytest.mark.parametrize("name", WITH_APP)
def test_page_about_the_second_factor_is_in_our_look(reader_client, reader, name):
    TotpFactory(user=reader)
    confirm(reader_client)
    check_page(reader_client.get(reverse(name)))


def test_recovery_codes_are_shown_and_can_be_downloaded(reader_client, reader):
    TotpFactory(user=reader)
    confirm(reader_client)
    reader_client.post(reverse("mfa_generate_recovery_codes"))
    page = reader_client.get(reverse("mfa_view_recovery_codes"))
    check_page(page)
    downloaded = reader_client.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert len(downloaded) == 10
    assert all(code in page.content.decode() for code in downloaded)


def test_first_password_can_be_added(client):
    user = UserFactory(password=None)
    client.force_login(user)
    check_page(client.get(reverse("account_set_password")))
    new = "heather gorse fern loch"
    client.post(reverse("account_set_password"), {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)


def test_form_with_errors_says_so_in_title_summary_and_field(client):
    html = client.post("/account/login/", {"login": "", "password": ""}).content.decode()
    assert re.search(r"<title>\s*Error: Sign in", html)
    assert 'class="error-summary"' in html
    assert '<a href="#id_login">Enter your email address, like name@example.gov.uk</a>' in html
    html = client.post("/account/login/", {"login": "priya.council", "password": ""}).content.decode()
    assert '<a href="#id_login">Enter your email address, like name@example.gov.uk</a>' in html


def test_overview_shows_who_you_are_and_what_we_hold(reader_client, reader, django_assert_max_num_queries):
    ContactFactory(email_norm=reader.email)
    with django_assert_max_num_queries(22):
        html = reader_client.get("/account/").content.decode()
    assert reader.email in html
    for part in registry.parts():
        assert part.name in html
        assert part.explanation in html


def test_name_is_saved(reader_client, reader):
    response = reader_client.post("/account/name/", {"first_name": "Ade", "last_name": "O'Neill"}, follow=True)
    reader.refresh_from_db()
    assert reader.get_full_name() == "Ade O'Neill"
    assert "Your name is saved" in response.content.decode()


def test_export_holds_everything_registered(reader_client, reader):
    ContactFactory(email_norm=reader.email)
    TotpFactory(user=reader)
    PersonFactory(user=reader, name="Robin Reader").subjects.add(TopicFactory(name="Rate cards"))
    response = reader_client.get("/account/export/")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="golab-account-')
    assert "no-store" in response.headers["Cache-Control"]
    parts = {part["name"]: part["rows"] for part in response.json()["parts"]}
    assert parts["Account"][0]["email"] == reader.email
    assert parts["Contact"][0]["email_norm"] == reader.email
    assert parts["Passkeys and codes"][0]["kind"] == "TOTP Authenticator"
    assert parts["Public profile"][0]["subjects"] == ["Rate cards"]
    assert PASSWORD not in response.content.decode()


def test_export_of_others_is_never_included(reader_client):
    other = UserFactory(email="other@example.org")
    ContactFactory(email_norm=other.email)
    assert other.email not in reader_client.get("/account/export/").content.decode()


@pytest.fixture
def feature():
    """A feature that holds something about people, for the length of a test."""
    held, told = {"notes": ["first"]}, []

    def erase(user: User, now: datetime) -> None:
        assert User.objects.filter(pk=user.pk).exists()  # the account goes last
        told.append((user.email, now))
        held["notes"].clear()

    registry.register(
        PersonalData("Notes", "What you wrote down.", lambda user: [{"note": n} for n in held["notes"]], erase)
    )
    yield told
    registry._parts.pop("Notes")


def test_feature_that_registered_is_exported_and_erased(reader_client, reader, feature):
    parts = {part["name"]: part["rows"] for part in reader_client.get("/account/export/").json()["parts"]}
    assert parts["Notes"] == [{"note": "first"}]
    confirm(reader_client)
    reader_client.post("/account/erase/", {"sure": "yes"})
    assert feature[0][0] == reader.email


def test_erase_asks_and_nothing_is_chosen(reader_client):
    confirm(reader_client)
    html = reader_client.get("/account/erase/").content.decode()
    assert "checked" not in html
    html = reader_client.post("/account/erase/", {}).content.decode()
    assert "Choose whether to erase your account or keep it" in html
    assert User.objects.exists()


def test_erase_answered_no_keeps_everything(reader_client):
    confirm(reader_client)
    assert reader_client.post("/account/erase/", {"sure": "no"}).headers["Location"] == "/account/"
    assert User.objects.exists()


def test_erase_answered_yes_leaves_nothing_and_signs_out(reader_client, reader):
    ContactFactory(email_norm=reader.email)
    ContactFactory(email_norm="other@example.org")
    PersonFactory(user=reader)
    TotpFactory(user=reader)
    confirm(reader_client)
    response = reader_client.post("/account/erase/", {"sure": "yes"})
    assert response.headers["Location"] == "/account/erased/"
    assert not User.objects.exists()
    assert Contact.objects.get().email_norm == "other@example.org"
    assert not Person.objects.published().exists()
    assert not Session.objects.filter(session_key=reader_client.session.session_key).exists()
    assert "Your account is erased" in reader_client.get("/account/erased/").content.decode()


def test_erase_by_get_changes_nothing(reader_client):
    confirm(reader_client)
    reader_client.get("/account/erase/?sure=yes")
    assert User.objects.exists()


def test_erase_of_own_staff_account_is_refused(client):
    editor = UserFactory(role="Editor")
    client.force_login(editor)
    confirm(client)
    html = client.post("/account/erase/", {"sure": "yes"}).content.decode()
    assert "Ask an administrator to remove it" in html
    assert User.objects.filter(pk=editor.pk).exists()


def test_sign_out_asks_first_and_then_forgets_the_session(reader_client):
    assert reader_client.get("/account/logout/").status_code == 200
    reader_client.post("/account/logout/")
    assert reader_client.get("/account/").status_code == 302


@pytest.mark.parametrize("path", ["/healthz/live", "/robots.txt", "/account/erased/"])
def test_page_that_anyone_may_read_sets_no_cookie(client, settings, path):
    settings.STAFF_SECOND_FACTOR_REQUIRED = True
    assert not client.get(path).cookies
