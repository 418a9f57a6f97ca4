"""Booking an advice surgery, moving and cancelling it: on a phone without JavaScript, and with it in every view."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from golab.embedded.processes import wait_until
from tests.e2e.browser import Visit
from tests.e2e.test_pages import problems

PHONE = 390


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def expect_error(page: Page, text: str) -> None:
    """The error is said, and first."""
    go_on(page)
    expect(page.locator(".error-summary")).to_contain_text(text)
    assert page.title().startswith("Error: ")


def answer_until_the_check(seen: Visit, person: str, look=lambda name: None) -> None:
    """All steps, each first without an answer. `look` sees every state of every page."""
    page = seen.page
    expect_error(page, "Choose what you want to talk about")
    look("need")
    page.get_by_role("radio", name=re.compile("^Pricing outcomes")).check()
    page.get_by_role("radio", name=re.compile("^Designing")).check()
    go_on(page)
    expect_error(page, "Choose a time")
    look("time")
    # The last time of the last week shown, so that two visits do not meet.
    page.get_by_role("radio").last.check(force=True)
    go_on(page)
    expect_error(page, "Enter your name")
    look("you")
    page.get_by_label("Full name").fill("Zoë O'Brien")
    page.get_by_label("Work email").fill(person)
    page.get_by_label("Organisation", exact=True).fill("Harbour City Council")
    page.get_by_label("Kind of organisation").select_option(label="Local authority")
    if page.get_by_role("radio", name="By video").count():
        page.get_by_role("radio", name="By video").check()
    go_on(page)
    expect_error(page, "Tell us what you would like help with")
    look("question")
    page.get_by_label("What would you like help with?").fill("Our floor is above our ceiling.")
    page.get_by_label("Name of colleague 1").fill("Kim")
    go_on(page)
    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Our floor is above our ceiling.")
    look("check")


def press_book(page: Page) -> None:
    page.get_by_role("button", name="Book this surgery").click()
    expect(page.get_by_text("Your advice surgery is booked.")).to_be_visible()


def letters_to(hub, person: str) -> list[str]:
    """Files of mail to this person."""
    return [text for text in map(Path.read_text, (hub.data_dir / "mail").rglob("*.eml")) if person in text]


def test_u1_whole_job_on_a_phone_without_javascript(visit, hub):
    seen = visit("/", js=False, width=PHONE)
    page = seen.page
    page.get_by_role("link", name="See all times").click()
    page.locator("main").get_by_role("link", name="Book an advice surgery").click()
    answer_until_the_check(seen, "phone@example.gov.uk")
    assert seen.sideways() == 0
    press_book(page)
    expect(page.locator("main")).to_contain_text("This is an example.")

    page.get_by_role("link", name="Change or cancel this booking").click()
    before = page.locator("h1").inner_text()
    page.get_by_role("link", name="Change time").click()
    page.get_by_role("radio").first.check(force=True)
    page.get_by_role("button", name="Move my booking").click()
    expect(page.locator("h1")).not_to_have_text(before)

    page.get_by_role("link", name="Cancel", exact=True).click()
    expect_error(page, "Choose yes or no")
    page.get_by_role("radio", name="Yes, cancel it").check()
    go_on(page)
    expect(page.locator("main")).to_contain_text("This booking has been cancelled")
    assert (seen.failed, seen.elsewhere) == ([], [])


def test_u3_u5_every_step_and_its_errors_in_every_view(visit, hub):
    seen = visit("/surgeries/book/need/")
    found: dict[str, dict] = {}
    answer_until_the_check(seen, "views@example.gov.uk", look=lambda name: found.update({name: problems(seen)}))
    press_book(seen.page)
    found["booked"] = problems(seen)
    seen.page.get_by_role("link", name="Change or cancel this booking").click()
    found["manage"] = problems(seen)
    seen.page.get_by_role("link", name="Change time").click()
    found["move"] = problems(seen)
    seen.page.go_back()
    seen.page.get_by_role("link", name="Cancel", exact=True).click()
    found["cancel"] = problems(seen)
    assert {name: what for name, what in found.items() if what} == {}
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])
    assert wait_until(lambda: letters_to(hub, "views@example.gov.uk"), 60), "the confirmation has not come"
    assert "text/calendar" in letters_to(hub, "views@example.gov.uk")[0]
