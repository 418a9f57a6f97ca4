"""The main job, with JavaScript and without: find a step, mark it, save it, see it again, delete it all."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import STEP

WITH_AND_WITHOUT = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])


class Clicks:
    """Counts what a commissioner does between the home page and the booking."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target) -> None:
        target.click()
        self.count += 1


@WITH_AND_WITHOUT
def test_find_mark_save_and_delete(visit, js):
    """I must price outcomes for rough sleepers in a mid-size council by Thursday."""
    page, click = visit("/", js=js).page, Clicks()
    page.get_by_role("searchbox", name="I’m stuck on…").fill("price outcomes for rough sleepers")
    click(page.get_by_role("button", name="Find help"))
    click(page.get_by_role("link", name="Price the outcomes").first)
    page.wait_for_url(f"**{STEP}")
    done = page.get_by_role("region", name="Who has done this")
    click(done.get_by_role("link", name="Entrenched Rough Sleeping Social Impact Bond- Greater Manchester"))
    expect(page.get_by_role("region", name="Table of priced outcomes")).to_contain_text("£")
    page.go_back()
    click.count += 1
    click(page.get_by_role("link", name="Book an advice surgery about this step"))
    expect(page.get_by_role("radio", name="Pricing outcomes and the business case")).to_be_checked()
    assert click.count <= 6

    page.goto(page.url.partition("/surgeries/")[0] + STEP)
    done.get_by_role("link", name="Say where you work and on what").click()
    page.get_by_role("combobox", name="Council, region or nation").fill("Somerset")
    page.get_by_role("combobox", name="What you work on").select_option(label="Homelessness")
    page.get_by_role("button", name="Show near and similar first").click()
    page.wait_for_url(f"**{STEP}#done-h")
    expect(done).to_contain_text("because you chose Somerset and homelessness")
    done.get_by_role("button", name="Switch it off").click()
    expect(done).to_contain_text("Usual order.")

    page.get_by_role("button", name="Mark this step done").click()
    expect(page.get_by_role("status")).to_have_text("Step 2.2 marked done. Saved on this device.")
    expect(page.locator("#my-journey-count")).to_have_text(re.compile(r"^1 of \d+ steps done$"))
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("status")).to_have_text("Saved for later. Saved on this device.")

    page.get_by_role("link", name="My journey").click()
    page.wait_for_url("**/my-journey/")
    expect(page.locator("main")).to_contain_text(re.compile(r"You have marked 1 of \d+ steps done"))
    expect(page.get_by_role("link", name=re.compile("2.2 ?Price the outcomes.*done"))).to_be_visible()
    saved = page.get_by_role("region", name="Saved for later")
    expect(saved.get_by_role("link", name="Price the outcomes")).to_be_visible()
    saved.get_by_role("button", name="Remove Price the outcomes").click()
    expect(page.get_by_role("region", name="Saved for later")).to_contain_text("Nothing is saved yet.")

    page.get_by_role("button", name="Delete everything in My journey").click()
    expect(page.locator("main")).to_contain_text("Nothing is marked yet.")
    expect(page.locator("main")).to_contain_text("Say where you work and on what")  # the area is gone too
    expect(page.locator("#my-journey-count")).to_have_text("")


def test_button_keeps_the_focus_near_when_the_page_changes_by_itself(visit):
    seen = visit(STEP)
    seen.page.get_by_role("button", name="Save for later").focus()
    seen.page.keyboard.press("Enter")
    expect(seen.page.get_by_role("status")).to_contain_text("Saved for later.")
    assert seen.page.evaluate("document.activeElement.closest('form[data-progress]') !== null")
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])


def test_ticks_are_kept_with_javascript(visit):
    seen = visit(STEP)
    seen.page.get_by_role("checkbox").nth(1).check()
    expect(seen.page.get_by_role("status")).to_contain_text(re.compile(r"1 of \d activities ticked"))
    seen.go(STEP)
    assert [box.is_checked() for box in seen.page.get_by_role("checkbox").all()[:3]] == [False, True, False]


def test_ticks_are_kept_without_javascript(visit):
    page = visit(STEP, js=False).page
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Save ticks").click()
    expect(page.get_by_role("status")).to_contain_text(re.compile(r"1 of \d activities ticked"))
    assert [box.is_checked() for box in page.get_by_role("checkbox").all()[:3]] == [False, True, False]


def test_reader_has_a_cookie_only_after_marking_something(visit):
    seen = visit("/").go(STEP).go("/my-journey/")
    assert seen.page.context.cookies() == []
    seen.go(STEP).page.get_by_role("button", name="Not needed here").click()
    expect(seen.page.get_by_role("status")).to_contain_text("marked as not needed")
    assert [cookie["name"] for cookie in seen.page.context.cookies()] == ["sessionid"]
