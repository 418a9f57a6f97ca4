"""The main job, with JavaScript and without: find a step, mark it, save it, see it again, delete it all."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import STEP

WITH_AND_WITHOUT = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])


@WITH_AND_WITHOUT
def test_find_mark_save_and_delete(visit, js):
    page = visit("/", js=js).page
    page.get_by_role("searchbox", name="What are you working on?").fill("rate cards")
    page.locator("main").get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("link", name="Price the outcomes").first.click()
    page.wait_for_url(f"**{STEP}")

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
