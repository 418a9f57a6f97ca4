"""What staff do in the CMS reaches readers; and an account from sign-up to passkey."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import STEP

AIM = "Set prices that you can afford"


@pytest.fixture
def authenticator():
    """authenticator(page): gives the page's browser a device that holds passkeys and needs no finger."""

    def attach(page) -> None:
        wire = page.context.new_cdp_session(page)
        wire.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    return attach


def test_step_edited_in_the_cms_is_what_readers_see_next(visit, staff_state):
    reader = visit(STEP)  # now the page is in the cache
    words = f"{AIM} this year" if "this year" not in reader.page.locator(".aim").inner_text() else AIM

    page = visit("/admin/pages/search/?q=Price+the+outcomes", storage_state=staff_state).page
    page.get_by_role("link", name="Price the outcomes", exact=True).first.click()
    aim = page.locator("[name=aim]")
    aim.fill(re.sub(f"{AIM}( this year)?", words, aim.input_value()))
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(re.compile("has been published|published\\."))).to_be_visible()

    expect(reader.go(STEP).page.locator(".aim")).to_contain_text(f"{words},")
    expect(visit(STEP).page.locator(".aim")).to_contain_text(f"{words},")


def test_account_from_sign_up_to_passkey(visit, hub, authenticator):
    address = f"someone-{hub.url.rpartition(':')[2]}@example.org"
    seen = visit("/account/signup/")
    page = seen.page
    authenticator(page)
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Email me a code").click()
    page.get_by_label("Code").fill(hub.code_mailed_to(address))
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/account/")

    seen.go("/account/2fa/webauthn/add/")
    page.get_by_label("Sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))

    seen.go("/account/logout/")
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url(f"{hub.url}/")
    seen.go("/account/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/")
    expect(page.locator("main")).to_contain_text(address)
    assert (seen.errors, seen.refused) == ([], [])
