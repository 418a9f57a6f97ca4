"""Finding something: without JavaScript on a phone, and with suggestions by keyboard."""

import re

from playwright.sync_api import expect

LONG = "how do I stop providers choosing the easiest people? " * 200


def test_search_on_a_phone_without_javascript(visit):
    page = visit("/search/", js=False, width=390).page
    expect(page.locator("datalist#titles option")).not_to_have_count(0)
    box = page.get_by_role("combobox", name="Search everything")  # what a box with a list of its own is
    box.fill("rate crads")
    page.locator("main").get_by_role("button", name="Search", exact=True).click()

    expect(page.locator(".didyoumean")).to_contain_text("Showing results for rate cards.")
    exact = page.get_by_role("region", name="Rate card")
    expect(exact).to_contain_text("Glossary, exact match")
    expect(exact.get_by_role("link", name=re.compile(r"^See \d+ published prices$"))).to_have_attribute(
        "href", "/prices/"
    )
    expect(page.locator("mark").first).to_be_visible()
    page.emulate_media(media="print")  # a form holds what was found: only its fields stay off the paper
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("main .search-field")).to_be_hidden()
    page.emulate_media(media="screen")

    page.get_by_role("button", name="Filter").click()
    page.get_by_role("checkbox", name=re.compile("^How-to guides")).check()
    page.get_by_role("button", name=re.compile(r"^Show \d+ results$")).click()
    expect(page.get_by_role("link", name="Remove filter: Kind, How-to guides")).to_be_visible()
    expect(page.locator("#results li h3 a").first).to_have_text("Price outcomes and use rate cards")

    page.get_by_role("link", name="Clear all").last.click()
    page.get_by_role("link", name="price list", exact=True).click()
    page.get_by_role("link", name="Fair Chance Fund: outcome prices").click()
    page.wait_for_url("**/prices/fair-chance-fund/")


def test_any_text_can_be_sent(visit, hub):
    seen = visit("/search/", js=False, width=390)
    seen.page.get_by_role("combobox", name="Search everything").fill(LONG)
    seen.page.locator("main").get_by_role("button", name="Search", exact=True).click()
    expect(seen.page.get_by_role("heading", level=2).first).to_contain_text("results in")
    for text in ("%F0%9F%A6%93" * 10_000, "%00%ED%A0%80", "%22%28%5B%7B%27"):
        assert hub.get(f"/search/?q={text}")[0] == 200


def test_suggestions_by_keyboard(visit):
    seen = visit("/")
    page = seen.page
    assert not [name for name in seen.names.values() if "suggest" in name], "the first visit pays for suggestions"
    box = page.get_by_label("Search the site")
    box.press_sequentially("payment b")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Payment by results")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".search-field [role=status]").first).to_have_text(re.compile(r"^\d suggestions?$"))
    assert seen.axe() == []

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("ArrowUp")  # back to the box
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("payment b")
    expect(box).to_be_focused()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/(glossary|basics)/payment-by-results/$"))
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])


def test_suggestions_on_the_search_page_on_a_phone(visit):
    seen = visit("/search/?q=homelessness", width=320, scheme="dark")
    page = seen.page
    box = page.locator("#q")
    box.fill("zebra")
    box.fill("cherry p")  # another name of the term
    option = page.get_by_role("option", name=re.compile("^Cream-skimming"))
    expect(option).to_be_visible()
    assert seen.sideways() == 0, seen.too_wide()
    assert seen.axe() == []
    option.click()
    page.wait_for_url("**/glossary/cream-skimming/")

    page.goto(f"{seen.host}/search/")
    page.locator("#q").press_sequentially("rate cards")
    page.keyboard.press("Enter")  # nothing is marked: it searches
    page.wait_for_url("**/search/?q=rate+cards*")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("checkbox", name=re.compile("^Glossary")).check()
    expect(page.locator("#live")).to_have_text(re.compile(r"^\d+ results?$"))
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])
