"""The projects in a browser: find one, read what is known and what is not, see what its outcomes were priced at."""

import csv
import re

from playwright.sync_api import expect

from tests.e2e.pages import PAGES
from tests.e2e.test_library import PHONE, choose, download, expect_narrow_fits, found

PROJECT = "Entrenched Rough Sleeping Social Impact Bond- Greater Manchester"


def test_from_the_list_to_a_rate_card_on_a_phone_without_javascript(visit):
    seen = visit("/", js=False, width=PHONE)
    page = seen.page
    page.get_by_role("link", name="Explore all projects").click()
    everything = found(page)
    promised = choose(page, "Homelessness", "United Kingdom")
    assert found(page) < promised < everything  # each counted over the others: the UK's number was that of all areas
    expect(page.get_by_role("link", name=re.compile("^Remove filter: "))).to_have_count(2)
    expect(page.locator("#results .kind")).to_have_text(["Homelessness"] * min(found(page), 25))
    narrowed = found(page)
    page.get_by_role("link", name="Table").click()
    table = page.get_by_role("region", name="Table of projects")
    table.get_by_role("link", name="People", exact=True).click()
    sizes = [number for row in table.locator("tbody tr").all() if (number := row.locator("td").nth(5).inner_text())]
    sizes = [int(number.replace(",", "")) for number in sizes if number != "Not published"]
    assert sizes == sorted(sizes, reverse=True)
    assert found(page) == narrowed
    expect_narrow_fits(seen)
    rows = csv.DictReader(download(page, page.get_by_role("link", name=re.compile(r"\(CSV\)$"))).splitlines())
    assert PROJECT in [row["name"] for row in rows]

    page.get_by_role("searchbox", name=re.compile("^Search by project")).fill("rough sleeping manchester")
    page.locator("main").get_by_role("button", name="Search", exact=True).click()
    expect(table.get_by_role("rowheader")).to_have_count(found(page))  # words, filters and view stay together
    table.get_by_role("link", name=PROJECT).click()
    facts = page.get_by_role("region", name="Key facts")
    expect(facts).to_contain_text("406")
    expect(facts).to_contain_text("£2,629,000")
    expect(facts).to_contain_text("Not published")
    delivers = page.get_by_role("region", name="Table of organisations").get_by_role("row", name="Delivers the service")
    expect(delivers).to_contain_text("GM Homes Partnership")
    expect(page.get_by_role("row", name=re.compile("^Full-time work, 26 weeks"))).to_contain_text("£2,200")
    expect(page.get_by_role("region", name="Sources").get_by_role("link")).not_to_have_count(0)
    expect(page.get_by_role("region", name="Data status")).to_contain_text("What we don’t know")
    expect(page.locator("main")).not_to_contain_text("No summary is written yet")
    expect_narrow_fits(seen)

    page.get_by_role("link", name="Compare these prices with other programmes").click()
    every_line = found(page)
    choose(page, "Fair Chance Fund")
    assert 0 < found(page) < every_line
    lines = download(page, page.get_by_role("link", name=re.compile(r"\(CSV\)$")))
    assert len(list(csv.reader(lines.splitlines()))) == found(page) + 1
    page.get_by_role("rowheader").get_by_role("link", name="Fair Chance Fund").click()
    expect(page.get_by_role("region", name="Take care")).to_contain_text("Treat the prices as maximums.")
    expect(page.get_by_role("row", name=re.compile("^13 weeks in full-time work"))).to_contain_text("£4,500")
    expect_narrow_fits(seen)
    assert (seen.failed, seen.elsewhere, page.context.cookies()) == ([], [], [])


def test_project_without_a_summary_says_so_and_speaks_from_its_facts(visit):
    page = visit(PAGES["project without prices"], js=False, width=PHONE).page
    band = page.locator(".record-band")
    expect(band).to_contain_text("A health project in Devon, South West, UK, for 3,500 people.")
    expect(band).to_contain_text("No summary is written yet.")
    page.get_by_role("link", name="See what others were priced at").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Outcome prices")


def test_what_is_found_on_a_map_and_a_correction_without_javascript(visit):
    seen = visit("/projects/?area=homelessness", js=False, width=PHONE)
    page = seen.page
    page.get_by_role("navigation", name="Show projects as").get_by_role("link", name="Map").click()
    circle = page.get_by_role("link", name=re.compile("^United Kingdom: [0-9]+ projects$"))
    promised = int(re.search(r"\d+", circle.get_attribute("aria-label"))[0])
    lines = download(page, page.locator("figure").first.get_by_role("link", name="Download CSV")).splitlines()
    assert f"United Kingdom,{promised}" in lines
    seen.go(circle.get_attribute("href"))  # on a phone a finger would rather use the table
    expect(page.get_by_role("link", name=re.compile("^Remove filter: "))).to_have_count(2)
    assert found(page) == promised
    expect_narrow_fits(seen)

    seen.go(PAGES["project"])
    who = page.get_by_role("region", name="Who pays whom")
    expect(who.locator("svg:visible desc")).to_contain_text("Pays for outcomes: Greater Manchester Combined Authority")
    page.get_by_role("link", name="Suggest a correction").click()
    page.get_by_role("button", name="Send the suggestion").click()
    expect(page.get_by_role("alert")).to_contain_text("Say where that can be read")
    page.get_by_label("What is wrong or missing?").select_option(label="Contract signed (now: Not published)")
    page.get_by_label("What should it say?").fill("November 2017")
    page.get_by_label("Where can that be read?").fill("The authority's minutes")
    expect_narrow_fits(seen)
    page.get_by_role("button", name="Send the suggestion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your suggestion")
    assert (seen.failed, seen.elsewhere, page.context.cookies()) == ([], [], [])
