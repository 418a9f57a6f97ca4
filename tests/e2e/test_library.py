"""The library in a browser: find, narrow, read, take along; on a phone without JavaScript, and with it in place."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.pages import PAGES

PHONE = 390


def found(page: Page) -> int:
    """How many records the heading of a list says."""
    return int(re.match(r"[\d,]+", page.locator("#count-h").inner_text())[0].replace(",", ""))


def choose(page: Page, *labels: str) -> int:
    """Tick filters in the phone's panel and send it. Answers how many the last one's own number had promised."""
    page.get_by_role("button", name=re.compile("^Filter")).click()
    panel = page.get_by_role("complementary", name="Filters")
    for label in labels:
        of_label = page.locator("label").filter(has_text=re.compile(rf"^\s*{label}\s*\d"))
        option = panel.locator("fieldset").locator(of_label)
        if not option.is_visible():  # behind "Show all"
            panel.locator("details").filter(has=of_label).last.locator("summary").click()
        option.click()
        promised = int(re.search(r"\d+", option.inner_text())[0])
    panel.get_by_role("button", name=re.compile("^Show ")).click()
    return promised


def download(page: Page, link: Locator) -> str:
    """The text of the file behind a link; the page stays."""
    with page.expect_download() as arriving:
        link.click()
    return Path(arriving.value.path()).read_text(encoding="utf-8-sig")


def expect_narrow_fits(seen, width: int = 320) -> None:
    """Nothing is cut off or pushed sideways on the narrowest phone."""
    seen.resize(width)
    assert seen.sideways() == 0, seen.too_wide()
    seen.resize(PHONE)


def years(page: Page) -> list[int]:
    """The years of the publications on one page of the list, in its order."""
    return [int(re.search(r"\d{4}$", text)[0]) for text in page.locator("#results .result > .meta").all_inner_texts()]


def expect_citations(page: Page, title: str) -> Locator:
    """The page says how to cite it. Answers the part of the page that does."""
    cite = page.get_by_role("region", name="Cite this")
    for entry in ("Harvard", "Vancouver"):
        expect(cite.get_by_role("heading", name=entry).locator("+ p")).to_contain_text(title)
    cite.locator("summary").click()
    expect(cite.get_by_role("region", name="BibTeX entry")).to_contain_text(f"title = {{{{{title}")
    return cite


def test_whole_job_on_a_phone_without_javascript(visit):
    seen = visit("/", js=False, width=PHONE)
    page = seen.page
    page.get_by_role("link", name="All publications").click()
    everything = found(page)
    page.get_by_role("searchbox", name=re.compile("^Search titles")).fill("outcomes")
    page.locator("main").get_by_role("button", name="Search", exact=True).click()
    with_the_word = found(page)
    assert 0 < with_the_word < everything
    expect(page.locator("#sort option:checked")).to_have_text("Relevance")
    promised = choose(page, "Report")
    assert found(page) == promised < with_the_word
    expect(page.locator("#results .result .kind")).to_have_text(["Report"] * promised)
    page.get_by_role("link", name="Remove filter: Type, Report").click()
    assert found(page) == with_the_word

    page.get_by_role("searchbox", name=re.compile("^Search titles")).fill("")
    page.get_by_label("Sort by").select_option(label="Oldest first")
    page.get_by_role("button", name="Sort", exact=True).click()
    assert found(page) == everything
    first_page = years(page)
    expect_narrow_fits(seen)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Page 2").click()
    both_pages = first_page + years(page)
    assert both_pages == sorted(both_pages)
    assert first_page[0] < both_pages[-1]

    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Home").click()
    page.get_by_role("link", name="All publications").click()
    choose(page, "Book", "Homelessness")
    expect(page.get_by_role("heading", name="No publications match")).to_be_visible()
    way_out = page.get_by_role("link", name=re.compile("^Remove “Book” to see"))
    promised = int(re.search(r"see (\d+)", way_out.inner_text())[1])
    expect_narrow_fits(seen)
    way_out.click()
    assert found(page) == promised > 1

    title = page.locator("#results h3 a").first.inner_text()
    page.locator("#results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("link", name="Homelessness", exact=True)).to_be_visible()
    expect_narrow_fits(seen)
    cite = expect_citations(page, title)
    reference = download(page, cite.get_by_role("link", name="RIS"))
    assert reference.startswith("TY  - ")
    assert title in reference
    page.go_back()
    assert found(page) == promised
    references = download(page, page.get_by_role("link", name="References (RIS)"))
    assert references.count("\nER  - ") == promised
    assert download(page, page.get_by_role("link", name="BibTeX")).count("  title = ") == promised
    table = list(csv.reader(download(page, page.get_by_role("link", name=re.compile(r"\(CSV\)"))).splitlines()))
    assert title in {cell for row in table for cell in row}
    assert (seen.failed, seen.elsewhere, page.context.cookies()) == ([], [], [])


def test_choices_swap_the_results_in_place_and_the_address_keeps_them(visit):
    seen = visit(PAGES["library"])
    page = seen.page
    everything = found(page)
    page.evaluate("window.isSamePage = true")
    homelessness = page.get_by_role("checkbox", name=re.compile("^Homelessness"))
    homelessness.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"/library/\?area=homelessness$"))
    expect(page.locator("#live")).to_have_text(page.locator("#count-h").inner_text())
    narrowed = found(page)
    assert narrowed < everything
    expect(homelessness).to_be_focused()
    expect(homelessness).to_be_checked()
    page.get_by_label("Sort by").select_option(label="Title")
    expect(page).to_have_url(re.compile(r"/library/\?(?=.*area=homelessness)(?=.*sort=title)"))
    titles = page.locator("#results h3 a").all_inner_texts()
    assert page.evaluate("window.isSamePage"), "the page was loaded anew"

    page.locator("#results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(titles[0])
    page.go_back()
    expect(page.locator("#results h3 a")).to_have_text(titles)
    expect(homelessness).to_be_checked()
    page.get_by_role("link", name="Remove filter: Policy area, Homelessness").click()
    expect(page.locator("#count-h")).to_have_text(f"{everything} publications")
    page.go_back()
    expect(page.locator("#results h3 a")).to_have_text(titles)
    assert (seen.errors, seen.refused, seen.failed) == ([], [], [])
