"""People who work on the site and their second factor."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory
from django.urls import reverse

from golab.accounts import secrets
from golab.accounts.middleware import SecondFactorMiddleware
from tests.factories.accounts import PASSWORD, TOTP_SECRET, TotpFactory, UserFactory

LOGIN = "/account/login/"
SETUP = "/account/second-factor/"

pytestmark = pytest.mark.django_db


def app_code(secret: str = TOTP_SECRET) -> str:
    """What an authenticator app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def required(settings):
    """As outside the demonstration."""
    settings.STAFF_SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def editor(db):
    return UserFactory(role="Editor")


def sign_in(client, user):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD})


def test_editor_without_second_factor_is_led_to_set_it_up(client, required, editor):
    sign_in(client, editor)
    response = client.get("/admin/pages/?p=2")
    assert response.headers["Location"] == f"{SETUP}?next=%2Fadmin%2Fpages%2F%3Fp%3D2"
    page = client.get(response.headers["Location"]).content.decode()
    assert reverse("mfa_add_webauthn") in page
    assert reverse("mfa_activate_totp") in page


def test_editor_in_demonstration_needs_no_second_factor(client, settings, editor):
    settings.STAFF_SECOND_FACTOR_REQUIRED = False
    sign_in(client, editor)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["/admin", "/admin/", "/admin/users/", "/styleguide/", "/metrics"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_address_is_closed_without_second_factor(client, required, path, method):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    response = getattr(client, method)(path)
    assert response.headers["Location"].startswith(SETUP)


def test_administrator_without_staff_mark_needs_second_factor_too(client, required):
    client.force_login(UserFactory(is_superuser=True))
    assert client.get("/admin/").headers["Location"].startswith(SETUP)


def test_reader_needs_no_second_factor(client, required, reader):
    sign_in(client, reader)
    assert client.get("/account/").status_code == 200
    assert not client.get("/admin/").headers["Location"].startswith(SETUP)


def test_staff_on_public_page_is_a_stranger_until_second_factor(required, editor):
    request = RequestFactory().get("/glossary/")
    request.COOKIES["sessionid"] = "any"
    request.user, request.session = editor, {}
    SecondFactorMiddleware(lambda request: None)(request)
    assert not request.user.is_authenticated
    assert request.user == AnonymousUser()


def test_reader_without_session_is_never_looked_at(required):
    request = RequestFactory().get("/glossary/")  # has no user: looking would fail
    SecondFactorMiddleware(lambda request: None)(request)


def test_staff_at_sign_in_page_is_not_sent_round_in_circles(client, required, editor):
    sign_in(client, editor)
    response = client.get(f"{LOGIN}?next=/styleguide/")
    assert response.headers["Location"] == f"{SETUP}?next=%2Fstyleguide%2F"


def test_setting_up_an_app_opens_the_cms_and_leads_on(client, required, editor, written, monkeypatch):
    sign_in(client, editor)
    client.get(f"{SETUP}?next=/admin/reports/")
    confirm = client.get(reverse("mfa_activate_totp"))
    assert confirm.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(confirm.headers["Location"], {"password": PASSWORD, "next": reverse("mfa_activate_totp")})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "<svg" in page.content.decode()
    # A commit inside the request, as outside of tests: allauth tells us of the new app only then.
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_: call())
    response = client.post(reverse("mfa_activate_totp"), {"code": app_code(secret)})
    assert response.headers["Location"] == reverse("mfa_view_recovery_codes")
    assert written()[-1].subject == "An authenticator app was added"
    assert f'href="{SETUP}"' in client.get(response.headers["Location"]).content.decode()
    assert client.get(SETUP).headers["Location"] == "/admin/reports/"
    assert client.get("/admin/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, required, editor):
    client.force_login(editor)
    Authenticator.objects.create(user=editor, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    assert client.get("/admin/").headers["Location"].startswith(SETUP)


def test_sign_in_with_app_asks_for_its_code_and_opens_the_cms(client, required, editor):
    TotpFactory(user=editor)
    response = sign_in(client, editor)
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)
    assert "That is not the code" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    response = client.post(reverse("mfa_authenticate"), {"code": app_code()})
    assert response.headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_emailed_code_is_no_way_round_the_second_factor(client, required, editor, last_code):
    TotpFactory(user=editor)
    client.post(LOGIN, {"login": editor.email, "password": ""})
    response = client.post("/account/login/code/confirm/", {"code": last_code()})
    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)


def test_session_without_proof_confirms_with_the_app_and_goes_on(client, required, editor):
    TotpFactory(user=editor)
    client.force_login(editor)
    page = client.get(f"{SETUP}?next=/admin/reports/").content.decode()
    confirm = f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Freports%2F"
    assert f'href="{confirm}"' in page
    response = client.post(confirm, {"code": app_code(), "next": "/admin/reports/"})
    assert response.headers["Location"] == "/admin/reports/"
    assert client.get("/admin/").status_code == 200


def test_second_factor_next_to_another_site_is_ignored(client, required, editor):
    client.force_login(editor)
    client.get(f"{SETUP}?next=https://evil.example/")
    assert client.session["second_factor_next"] == "/admin/"


@pytest.mark.parametrize("path", ["/admin/login/", "/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_wagtails_own_sign_in_pages_lead_to_ours(client, editor, path, method):
    response = getattr(client, method)(f"{path}?next=/admin/reports/", {"username": editor.email})
    assert response.headers["Location"].startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_wagtails_password_reset_is_closed(client):
    assert client.get("/admin/password_reset/").status_code == 404


def test_app_secret_is_not_readable_in_the_database(editor):
    stored = TotpFactory(user=editor).data["secret"]
    assert TOTP_SECRET not in stored
    assert secrets.decrypt(stored) == TOTP_SECRET


def test_secret_is_readable_after_the_key_changed(settings):
    stored = secrets.encrypt("text")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert secrets.decrypt(stored) == "text"


def test_passkey_page_of_someone_without_password_opens_at_once(client, last_code):
    user = UserFactory(password=None)
    client.post(LOGIN, {"login": user.email, "password": ""})
    client.post("/account/login/code/confirm/", {"code": last_code()})
    page = client.get(reverse("mfa_add_webauthn")).content.decode()
    assert "creation_options" in page
    assert "GO Lab knowledge hub" in page
