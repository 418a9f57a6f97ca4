"""Every named address answers an anonymous visitor as this table says; the CMS lets none in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.ops.cms_addresses import TURNED_OFF_IN_THE_CMS, cms_addresses, paths_of, public, stand_in
from tests.ops.cms_walk import gets_in, short_way

pytestmark = pytest.mark.django_db

# Addresses without arguments: the status that an anonymous GET gets.
ANONYMOUS = {
    200: """
        health health_live health_ready health_deep robots sitemap manifest security_txt
        account_login account_signup account_inactive account_reset_password account_password_reset_completed
        account_request_login_code account_erased
        search:search search:suggest journey:my-journey journey:print journey:export-csv journey:export-json
        journey:export-docx journey:business-case journey:area contact-message events:calendar events:feed news:feed
        library:list library:export-csv library:export-ris library:export-bib library:export-json
        library:feed library:feed-rss library:oai
        surgeries:need surgeries:find surgeries:request surgeries:request-received surgeries:feedback-received
        sibdb:list sibdb:export-csv sibdb:export-json sibdb:feed prices:list prices:export-csv
        sibdb:compare sibdb:landscape sibdb:suggest sibdb:suggest-received sibdb:changes sibdb:changes-feed
        organisations:list funds:list funds:export-csv funds:export-json
        prices:export-json organisations:export-csv organisations:export-json
        sibdb:data sibdb:data-dictionary sibdb:data-quality sibdb:data-package sibdb:data-json sibdb:data-zip
        api:docs api:openapi api:projects api:organisations api:funds api:prices api:filters
        """,
    202: """
        sibdb:export-xlsx sibdb:export-ods prices:export-xlsx prices:export-ods
        organisations:export-xlsx organisations:export-ods funds:export-xlsx funds:export-ods
        sibdb:data-xlsx sibdb:data-ods
        """,
    302: """
        sibdb:compare-csv api:root
        favicon wagtailcore_login account_overview account_name account_export account_erase account_second_factor
        account_logout account_reauthenticate account_email account_change_password account_set_password
        account_email_verification_sent account_confirm_login_code account_confirm_password_reset_code
        account_complete_password_reset
        mfa_index mfa_authenticate mfa_reauthenticate mfa_activate_totp mfa_deactivate_totp
        mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes
        mfa_list_webauthn mfa_add_webauthn mfa_reauthenticate_webauthn mfa_login_webauthn
        surgeries:book surgeries:time surgeries:you surgeries:question surgeries:check
        """,
    403: "metrics",
    404: "styleguide alerts:ask prices:spread-csv prices:spread-svg",
    405: """
        journey:save journey:clear journey:share journey:save-decision journey:area-switch journey:area-forget
        """,
}
# Addresses with arguments, on an empty database.
WITH_ARGUMENTS = {
    "wagtail_serve": (["no-such-page/"], 404),
    "wagtaildocs_serve": ([1, "no-such-file.pdf"], 404),
    "wagtaildocs_authenticate_with_password": ([1], 404),
    "wagtailcore_authenticate_with_password": ([1, 1], 404),
    "media_rendition": (["no-such-picture.webp"], 404),
    "media_original": (["original_images", "no-such-picture.webp"], 302),
    "library:publication": (["no-such-publication"], 404),
    **{f"library:publication-{end}": (["no-such-publication"], 404) for end in ("ris", "bib", "json")},
    "sibdb:project": (["no-such-project"], 404),
    "sibdb:by-id": (["INDIGO-POJ-0000"], 404),
    "organisations:organisation": (["no-such-organisation"], 404),
    "funds:fund": (["no-such-fund"], 404),
    **{f"sibdb:landscape-{end}": (["no-such-chart"], 404) for end in ("csv", "svg", "embed")},
    "sibdb:monthly": (["2020-01"], 404),
    **{f"sibdb:monthly-{end}": (["2020-01"], 404) for end in ("json", "zip", "ris", "bib")},
    **{f"sibdb:monthly-{end}": (["2020-01", "areas"], 404) for end in ("csv", "svg")},
    **{f"sibdb:data-table-{end}": (["no-such-table"], 404) for end in ("csv", "json")},
    "sibdb:project-quality": (["no-such-project"], 404),
    **{f"api:{name}-one": (["INDIGO-NIX-0000"], 404) for name in ("projects", "organisations", "funds")},
    "api:nothing": (["no-such-address"], 404),
    **{f"sibdb:drawing-{end}": (["no-such-chart"], 404) for end in ("csv", "svg", "embed")},
    "prices:programme": (["no-such-programme"], 404),
    "journey:mark-step": (["no-such-step"], 405),
    "journey:tick": (["no-such-step"], 405),
    "journey:note": (["no-such-step"], 405),
    "journey:shared": (["no-such-link"], 404),
    "journey:worksheet": (["no-such-worksheet"], 404),
    "journey:clear-worksheet": (["no-such-worksheet"], 405),
    "journey:remove-decision": (["no-such-result"], 405),
    "journey:opinion": (["no-such-guide"], 405),
    "guides:document": (["no-such-guide"], 404),
    "journey:end-sharing": (["no-such-link"], 405),
    "events:event-calendar": (["no-such-event"], 404),
    "surgeries:booked": (["GOL-7K3MQ9XW"], 200),
    "surgeries:manage": (["no-such-link"], 404),
    "surgeries:move": (["no-such-link"], 404),
    "surgeries:cancel": (["no-such-link"], 404),
    "surgeries:manage-question": (["no-such-link"], 404),
    "surgeries:manage-calendar": (["no-such-link"], 404),
    "surgeries:reminders": (["no-such-link"], 404),
    "alerts:confirm": (["no-such-link"], 404),
    "alerts:no-more": (["no-such-link"], 404),
    "alerts:stop": (["no-such-link"], 404),
    "surgeries:again": (["no-such-link"], 404),
    "surgeries:colleague-reminders": (["no-such-link"], 404),
    "surgeries:feedback": (["no-such-link"], 404),
    "surgeries:feed": (["no-such-feed"], 404),
    "mfa_remove_webauthn": ([1], 302),
    "mfa_edit_webauthn": ([1], 302),
}
SIGN_IN = ("/account/login/", "/admin/login/")


def expected_of(name: str) -> tuple[list, int]:
    """The arguments and status for a name; an address that nobody thought about fails."""
    if name in WITH_ARGUMENTS:
        return WITH_ARGUMENTS[name]
    for status, names in ANONYMOUS.items():
        if name in names.split():
            return [], status
    return pytest.fail(f"{name} is a new address: say in tests/ops/test_addresses.py how it answers a visitor")


@pytest.mark.parametrize("name", public())
def test_address_answers_an_anonymous_visitor_as_expected(client, name):
    arguments, status = expected_of(name)
    assert client.get(reverse(name, args=arguments)).status_code == status


def test_table_names_no_address_that_is_gone():
    known = {*WITH_ARGUMENTS, *(name for names in ANONYMOUS.values() for name in names.split())}
    assert known - set(public()) == set()


@pytest.fixture(scope="module")
def cms():
    return cms_addresses()


def test_cms_has_addresses_to_look_at(cms):
    assert len(cms) > 100


@pytest.mark.parametrize("name", sorted(TURNED_OFF_IN_THE_CMS))
def test_cms_does_not_reset_passwords_since_the_site_does(client, name):
    (path,) = paths_of(name, lambda _, converter: stand_in(converter))
    assert client.get(path).status_code == 404


def test_cms_refuses_a_visitor_everywhere(cms):
    admitted = {}
    for name, path in cms:
        response = Client().get(path)
        sent_away = response.status_code == 302 and response["Location"].startswith(SIGN_IN)
        if not sent_away and response.status_code not in (403, 405):
            admitted[name] = (path, response.status_code)
    assert admitted == {}


def test_cms_refuses_someone_without_the_permission(cms):
    reader = UserFactory()
    with short_way() as site:
        assert [name for name, path in cms if gets_in(site, reader, path)] == []
