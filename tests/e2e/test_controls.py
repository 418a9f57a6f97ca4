"""Panels, pop-ups and choices of appearance, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import GUIDE, PAGES, STEP

WITH_AND_WITHOUT = pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])


@WITH_AND_WITHOUT
def test_glossary_popup_by_keyboard(visit, js):
    page = visit(f"{GUIDE}print/", js=js).page
    term = page.locator("button.term").first
    popup = page.locator(f"#{term.get_attribute('popovertarget')}")
    expect(popup).to_be_hidden()
    term.focus()
    page.keyboard.press("Enter")
    expect(popup).to_be_visible()
    expect(popup.get_by_role("link", name="Open in the glossary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(term).to_be_focused()
    if js:
        comes_by_itself(page, term, popup)


def comes_by_itself(page, term, popup) -> None:
    """The explanation is hoverable, persistent and dismissible (WCAG 1.4.13), and a press keeps it open."""
    away = page.get_by_role("heading", level=1)
    away.click()
    term.hover()
    expect(popup).to_be_visible()
    popup.hover()
    popup.get_by_role("link").hover()
    expect(popup).to_be_visible()
    away.hover()
    expect(popup).to_be_hidden()

    term.hover()
    expect(popup).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    away.hover()
    term.hover()
    expect(popup).to_be_visible()
    term.click()
    away.hover()
    page.keyboard.press("Tab")
    expect(popup.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()


@WITH_AND_WITHOUT
def test_menu_on_a_phone_by_keyboard(visit, js):
    page = visit("/", js=js, width=390).page
    button, menu = page.get_by_role("button", name="Menu"), page.locator("#site-nav")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("link", name="Glossary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Enter")
    menu.get_by_role("link", name="Glossary").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/")


@pytest.mark.parametrize(
    ("path", "opener", "panel"),
    [("/", "Menu", "site-nav"), (STEP, "See the whole journey", "rail"), (GUIDE, "Chapters", "contents")],
)
def test_panel_closes_when_the_focus_leaves_it(visit, path, opener, panel):
    """Nothing that has the focus may lie hidden behind it (WCAG 2.4.11)."""
    page = visit(path, width=390).page
    button, shown = page.get_by_role("button", name=opener, exact=True), page.locator(f"#{panel}")
    button.click()
    expect(shown).to_be_visible()
    shown.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(shown).to_be_hidden()


def test_main_parts_can_be_reached_by_keyboard_and_show_the_focus(visit):
    seen = visit(STEP)
    seen.page.keyboard.press("Tab")
    expect(seen.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    seen.page.keyboard.press("Enter")
    expect(seen.page).to_have_url(re.compile("#main$"))
    unseen = []
    for _ in range(25):
        seen.page.keyboard.press("Tab")
        name, outline = seen.page.evaluate(
            "[document.activeElement.textContent.trim(), getComputedStyle(document.activeElement).outlineStyle]"
        )
        unseen += [name] if outline == "none" else []
    assert unseen == []


@pytest.mark.parametrize("kind", ["home", "step", "guide", "glossary", "decision page", "search", "my journey, empty"])
def test_text_at_200_per_cent_does_not_scroll_sideways(visit, kind):
    seen = visit(PAGES[kind])
    seen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert seen.sideways() == 0, seen.too_wide()


def test_appearance_buttons_change_and_keep_the_choice(visit):
    seen = visit("/about/")
    page = seen.page
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(paper)
    page.get_by_role("button", name="Larger").click()
    assert dark != light
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20.8px"

    seen.go("/contact/")
    assert page.evaluate(paper) == dark
    assert page.context.cookies() == []
    page.get_by_role("button", name="As my device").click()
    assert page.evaluate(paper) == light


def test_appearance_buttons_are_not_offered_without_javascript(visit):
    expect(visit("/about/", js=False).page.locator("#appearance")).to_be_hidden()


def test_forced_colours_keep_the_states_of_the_map(visit):
    seen = visit("/journey/", forced_colors="active")
    edges = seen.page.evaluate(
        "[...document.querySelectorAll('.map .station')].map((it) => getComputedStyle(it).borderTopWidth)"
    )
    assert set(edges) == {"3px"}
