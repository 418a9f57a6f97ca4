"""From the decision aid to a worksheet and back: saved while typing, told when saved elsewhere."""

import re

from playwright.sync_api import expect

AID = "/basics/is-it-right-for-you/"
SHEET = "/my-journey/worksheets/cohort-definition/"
RECORD = "/my-journey/worksheets/decision-record/"


def test_result_is_saved_and_worksheet_is_kept_while_it_is_written(visit):
    seen = visit(AID)
    page = seen.page
    for question in page.locator(".aid__question").all():
        question.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Show what it comes to").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^No\. Use .+\.$"))
    assert seen.axe() == []
    assert page.context.cookies() == []
    page.get_by_role("button", name="Save to My journey").click()
    expect(page.get_by_role("region", name="Does an outcomes approach fit?")).to_contain_text("No. Use")

    seen.go(RECORD)
    expect(page.get_by_label("Result of the decision aid")).to_have_value(re.compile(r"^No\. Use"))
    assert seen.axe() == []
    seen.go(SHEET)
    state = page.locator("[data-saved]")
    page.get_by_label("The cohort in one sentence").fill("Adults who sleep rough here")
    expect(state).to_contain_text("Saved on this device.")
    rows = page.locator("[data-rows] tbody tr")
    before = rows.count()
    rows.last.get_by_role("textbox").first.fill("Has slept rough this year")
    expect(rows).to_have_count(before + 1)
    page.get_by_label("People who would be eligible in a year").fill("many")
    expect(state).to_contain_text("write a number")
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])

    other = page.context.new_page()
    other.goto(page.url)
    expect(other.get_by_label("The cohort in one sentence")).to_have_value("Adults who sleep rough here")
    other.get_by_label("The cohort in one sentence").fill("Written on another device")
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.locator("#notices")).to_contain_text("Cohort definition saved.")
    page.get_by_label("Place").fill("Oxford")
    expect(state).to_contain_text("saved elsewhere since you opened it")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Written on another device")).to_be_visible()
    expect(page.get_by_label("The cohort in one sentence")).to_have_value("Adults who sleep rough here")
