"""The desk of surgeries in the CMS, from a question of the form to one that everyone may read; by keys and by ear."""

import re

from playwright.sync_api import Page, expect

DESK = ("surgery_diary", "surgery_diary/week", "surgery_diary/report", "surgery_bookings", "surgery_requests",
        "surgery_rules", "surgery_exceptions", "surgery_times", "surgery_questions", "surgery_answered")  # fmt: skip


# Wagtail's own words on a list without rows: a link in a sentence that is told apart by its colour alone.
WAGTAILS = re.compile(r"^link-in-text-block.*a\[href\$=\"new/\"\]$")


def test_every_screen_of_the_desk(visit, staff_state):
    seen = visit("/admin/surgery_diary/", storage_state=staff_state)
    found = {}
    for screen in DESK:
        seen.go(f"/admin/{screen}/")
        assert seen.status == 200, screen
        found[screen] = [wrong for wrong in seen.axe() if not WAGTAILS.match(wrong)]
    assert {screen: what for screen, what in found.items() if what} == {}
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])


def press_until(page: Page, key: str, is_there: str, most: int = 90) -> None:
    """Press a key until the page says that the focus is where it should be."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate(f"(() => {{ const it = document.activeElement; return {is_there}; }})()"):
            return
    raise AssertionError(f"{most} times {key} do not lead to: {is_there}")


def type_into(page: Page, name: str, text: str) -> None:
    press_until(page, "Tab", f"it.name === {name!r}")
    page.keyboard.type(text)


def choose(page: Page, name: str) -> None:
    """The second of some radios, by its arrow key."""
    press_until(page, "Tab", f"it.name === {name!r}")
    page.keyboard.press("ArrowDown")


def press_button(page: Page, label: str) -> None:
    press_until(page, "Tab", f"it.matches('main button') && it.innerText.trim() === {label!r}")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_u2_whole_flow_by_keyboard_with_names_for_those_who_listen(visit):
    seen = visit("/surgeries/book/need/", forced_colors="active")
    page = seen.page
    press_button(page, "Continue")
    assert page.evaluate("document.activeElement.className") == "error-summary", "the error is where reading goes on"
    press_until(page, "Tab", "it.closest('.error-summary') && it.tagName === 'A'")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "topic", "the link in it leads to the question"
    page.keyboard.press("Space")
    choose(page, "journey_stage")
    press_button(page, "Continue")

    days = page.get_by_role("group", name=re.compile(r"^\w+day \d{1,2} \w+"))
    expect(days.first).to_be_visible()
    times = days.get_by_role("radio", name=re.compile(r"^[\d:]+[ap]m to [\d:]+[ap]m, with .+(Online|phone|Oxford)"))
    assert times.count() == page.get_by_role("radio").count() > 0, "each radio says day, time, adviser and how"
    press_until(page, "Tab", "it.name === 'slot'")
    page.keyboard.press("Space")
    press_button(page, "Continue")

    type_into(page, "name", "Zoë O'Brien")
    type_into(page, "email", "keys@example.gov.uk")
    type_into(page, "organisation", "Harbour City Council")
    press_until(page, "Tab", "it.name === 'org_type'")
    page.keyboard.press("ArrowDown")
    if page.get_by_role("radio").count():
        press_until(page, "Tab", "it.name === 'format'")
        page.keyboard.press("Space")
    press_button(page, "Continue")
    type_into(page, "question", "Our floor is above our ceiling.")
    press_button(page, "Continue")
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    press_button(page, "Book this surgery")
    expect(page.get_by_text("Your advice surgery is booked.")).to_be_visible()
    assert seen.sideways() == 0
