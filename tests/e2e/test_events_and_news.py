"""Events and news in a browser: find, read, take along; with JavaScript and without; on a phone."""

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests.e2e.pages import PAGES

EXAMPLE = "Example: peer circle on negotiating with investors"


@pytest.mark.parametrize("js", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_find_an_event_read_what_was_learned_and_follow_its_theme(visit, js):
    seen = visit("/", js=js, width=1280 if js else 390)
    page = seen.page
    page.get_by_role("link", name="All events").click()
    coming = page.locator("#results ul").first
    expect(coming.get_by_role("link", name=EXAMPLE)).to_be_visible()
    page.get_by_role("searchbox", name="Search events").fill("considine")
    page.locator("main").get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile(r"^\d+ events?$"))).to_be_visible()
    page.get_by_role("link", name="Social Outcomes Conference 2023").click()

    main = page.locator("main")
    expect(main.get_by_role("heading", name="What we learned")).to_be_visible()
    expect(main).to_contain_text("Thursday 14 and Friday 15 September 2023")
    expect(main.get_by_role("listitem").filter(has_text="Mark Considine")).to_contain_text("University of Melbourne")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("status")).to_have_text("Saved for later. Saved on this device.")
    main.get_by_role("link", name="Culture and relationships").click()
    expect(page.get_by_role("link", name="Remove filter: Theme, Culture and relationships")).to_be_visible()
    assert (seen.errors, seen.refused or [], seen.failed) == ([], [], [])  # refusals are noted by a script


def test_filters_swap_in_place_and_an_event_without_a_date_claims_none(visit):
    seen = visit("/events/")
    page = seen.page
    page.get_by_role("checkbox", name=re.compile("^Past")).check()
    expect(page).to_have_url(re.compile(r"/events/\?when=past"))
    expect(page.get_by_role("link", name=EXAMPLE)).to_have_count(0)
    page.get_by_role("checkbox", name=re.compile("^2021")).check()
    expect(page.locator("#count-h")).to_have_text("3 events")
    expect(page.locator("#results .date-block")).to_have_text(["No exact date"] * 3)
    page.get_by_role("link", name="Social Outcomes Conference 2021").click()
    assert page.get_by_role("heading", level=1).bounding_box()["width"] > 400  # beside the date, not in its column
    expect(page.locator("main")).to_contain_text("2021. The dates are not given in the source.")
    expect(page.locator("main")).not_to_contain_text(re.compile(r"\d (September|Sep) 2021"))
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])


def test_event_to_come_goes_into_a_calendar_and_offers_no_registration(visit, hub):
    page = visit(PAGES["event to come"], width=390).page
    address = page.get_by_role("link", name="Add to your calendar").get_attribute("href")
    with urlopen(hub.url + address) as answer:
        file = answer.read().decode()
    assert "BEGIN:VEVENT" in file
    assert "SUMMARY:Example: peer circle" in file
    expect(page.get_by_role("link", name=re.compile("Register"))).to_have_count(0)
    expect(page.locator("main")).to_contain_text("It will not be held, and nobody can register.")


def test_news_by_theme_and_by_author_without_javascript(visit):
    seen = visit("/", js=False, width=390)
    page = seen.page
    page.get_by_role("link", name="All posts").click()
    page.get_by_role("link", name="Chih Hoong Sin").click()
    expect(page.locator("main h2 a")).to_have_count(2)
    page.get_by_role("link", name="Remove filter: author, Chih Hoong Sin").click()
    expect(page.locator("main h2 a")).to_have_count(13)
    page.get_by_role("link", name="Commissioning for outcomes: challenges and opportunities").click()
    expect(page.locator("main")).to_contain_text("A digest of a piece by Chih Hoong Sin")
    seen.resize(320)
    assert seen.sideways() == 0, seen.too_wide()
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("status")).to_have_text("Saved for later. Saved on this device.")
    page.get_by_role("link", name="People and co-production").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("News and comment: People and co-production")
    page.get_by_role("link", name="All themes").click()
    expect(page.locator("main h2 a")).to_have_count(13)
