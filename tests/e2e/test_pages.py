"""Every kind of page in a browser: WCAG, narrow screens, the content security policy, weight, no cookie."""

import pytest

from tests.e2e.pages import ACCOUNT_PAGES, PAGES, STEP

# KB and requests of a first visit. Signing in takes the scripts of passkeys.
HEAVIEST = {"home": (145, 14), "sign in": (120, 14)}
HEAVIEST_OTHERWISE = (120, 12)
VIEWS = [("light", 1280), ("dark", 320)]  # both widths, both schemes
EVERY_VIEW = [*VIEWS, ("dark", 1280), ("light", 320)]  # for the pages that hold every component
EXPECTED = {"page not found": 404}


def problems(visit, views=VIEWS) -> dict[str, list[str]]:
    """What axe finds, and how far the page can be pushed sideways, light and dark, wide and narrow."""
    found = {}
    for scheme, width in views:
        visit.page.emulate_media(color_scheme=scheme)
        visit.resize(width)
        if found_here := visit.axe():
            found[f"{scheme}, {width} px"] = found_here
        if width == 320 and visit.sideways():
            found[f"{scheme}, {width} px, sideways"] = [f"{visit.sideways()} px, because of {visit.too_wide()}"]
    return found


@pytest.mark.parametrize("kind", [*PAGES, *ACCOUNT_PAGES])
def test_page_of_each_kind_in_every_view(visit, kind):
    seen = visit((PAGES | ACCOUNT_PAGES)[kind])
    requests, weight = len(seen.sizes), seen.weight
    most_weight, most_requests = HEAVIEST.get(kind, HEAVIEST_OTHERWISE)
    expected_error = ["Failed to load resource"] if kind in EXPECTED else []

    assert seen.status == EXPECTED.get(kind, 200)
    assert [error for error in seen.errors if not error.startswith(tuple(expected_error))] == []
    assert seen.refused == [], "the content security policy refused something"
    assert seen.failed == []
    assert seen.elsewhere == []
    assert seen.page.locator("h1").count() == 1
    assert weight <= most_weight, f"{kind}: {weight} KB on a first visit: {seen.files}"
    assert requests <= most_requests, f"{kind}: {requests} requests on a first visit: {seen.files}"
    if kind in PAGES:
        assert seen.page.context.cookies() == []
    assert problems(seen, EVERY_VIEW if kind in ("home", "step") else VIEWS) == {}


def test_my_journey_with_progress_in_every_view(visit):
    seen = visit(STEP)
    seen.page.get_by_role("button", name="Mark this step done").click()
    seen.page.get_by_role("button", name="Mark as not done").wait_for()
    seen.page.get_by_role("button", name="Save for later").click()
    seen.page.get_by_role("button", name="Remove from saved").wait_for()
    assert problems(seen) == {}, "the step, done and saved"

    seen.go("/my-journey/")
    assert seen.page.locator("h1").count() == 1
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])
    assert problems(seen) == {}


def test_code_page_in_every_view(visit):
    seen = visit("/account/login/code/")
    seen.page.fill("#id_email", "someone@example.org")
    seen.page.get_by_role("button", name="Email me a code").click()
    seen.page.get_by_label("Code").wait_for()
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])
    assert problems(seen) == {}


def test_form_with_errors_in_every_view(visit):
    seen = visit("/account/login/")
    seen.page.get_by_role("button", name="Sign in", exact=True).click()
    seen.page.locator(".error-summary").wait_for()
    assert problems(seen) == {}


def test_styleguide_in_every_view(visit, staff_state):
    seen = visit("/styleguide/", storage_state=staff_state)
    assert seen.status == 200
    # The CMS's user bar runs a checker of its own and says on the console what it found.
    assert [error for error in seen.errors if not error.startswith("axe.run results")] == []
    assert (seen.refused, seen.failed) == ([], [])
    assert seen.page.locator("h1").count() == 1
    assert problems(seen, EVERY_VIEW) == {}


def test_styleguide_is_not_there_for_readers(hub):
    assert hub.get("/styleguide/")[0] == 404


@pytest.mark.parametrize("kind", ["home", "step", "glossary", "sign in"])
def test_page_at_400_per_cent_zoom_does_not_scroll_sideways(visit, kind):
    """1280 px at 400 % are 320 px, 256 px high."""
    seen = visit((PAGES | ACCOUNT_PAGES)[kind], width=320)
    seen.resize(320, 256)
    assert seen.sideways() == 0
