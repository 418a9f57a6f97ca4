"""A steward brings references into the library and takes them back: a faulty file, a dry run, what readers see."""

import re

from playwright.sync_api import Page, expect

from golab.embedded.processes import wait_until
from tests.e2e.pages import PAGES

PHONE = 390
KNOWN = PAGES["publication"].rstrip("/")
TITLE = "What one council learned from paying for outcomes"
NEW = "/library/what-one-council-learned-from-paying-for-outcomes/"
SUMMARY = "Tells how a council in the north priced its first outcomes and what it would do differently."
OF_RIS = f"""TY  - RPRT
AU  - Ashworth, Jo
TI  - {TITLE}
PY  - 2024
PB  - A council
N1  - GO Lab summary: {SUMMARY}
ER  -
TY  - RPRT
TI  - A report of no year
PY  - soon
ER  -
"""


def read(page: Page, path: str, text: str, name: str = "references.ris") -> None:
    """Upload a file of publications and wait until it was read."""
    page.goto(path)
    page.get_by_role("radio", name="Publications").check()
    page.get_by_label("File", exact=True).set_input_files(
        {"name": name, "mimeType": "application/x-research-info-systems", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Read the file").click()


def expect_state(page: Page, state: str) -> None:
    """The import comes to a state."""
    expect(page.get_by_role("heading", name=f"Publications: {state}")).to_be_visible(timeout=60_000)


def look_until(page: Page, state: str) -> None:
    """The same for whoever has no JavaScript: look again."""
    heading = page.get_by_role("heading", name=f"Publications: {state}")

    def is_there() -> bool:
        if not heading.count():
            page.get_by_role("link", name="Look again").click()
        return heading.count() > 0

    assert wait_until(is_there, 60), page.locator("main").inner_text()


def expect_well_made(seen) -> None:
    """Nobody is kept from using the screen, and it fits a phone. (The CMS draws its own warnings above it.)"""
    assert [fault for fault in seen.axe() if ".warning" not in fault] == []
    seen.resize(PHONE)
    assert seen.sideways() == 0, seen.too_wide()
    seen.resize(1280)


def row(page: Page, label: str):
    """What the dry run or the report says of one record."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label, exact=True))


def test_references_are_checked_applied_and_taken_back(visit, hub, staff_state):
    known = hub.get(f"{KNOWN}.ris")[1]
    assert known.startswith("TY  - ")
    assert hub.get(NEW)[0] == 404
    seen = visit("/admin/imports/", storage_state=staff_state)
    page, upload = seen.page, f"{hub.url}/admin/imports/upload/"

    read(page, upload, "TY  - RPRT\nTI  - Begins\nPY  - 2020\nTY  - RPRT\nER  - \n")
    expect_state(page, "failed")
    told = page.locator("#import-state")
    expect(told).to_contain_text("Line 4: The record that begins at line 1 has no line")
    expect(told).to_contain_text("Nothing was changed.")
    expect_well_made(seen)

    changed = re.sub(r"(?m)^(PY  - .*)$", r"\1\nIS  - 77", re.sub(r"(?m)^IS  - .*\n", "", known))
    read(page, upload, changed.rstrip() + "\n" + OF_RIS)
    expect_state(page, "ready to check")
    expect(page.locator("main")).to_contain_text("1 new, 1 changed, 0 the same, 1 left out or failed.")
    expect(row(page, TITLE)).to_contain_text(re.compile(rf"New.*summary: {SUMMARY}", re.IGNORECASE | re.DOTALL))
    expect(page.get_by_role("row").filter(has_text="Changed").locator("li")).to_have_text(re.compile("^issue: .*77$"))
    expect(row(page, "A report of no year")).to_contain_text("The year “soon” is not four digits.")
    assert hub.get(NEW)[0] == 404, "a dry run changed something"
    expect_well_made(seen)

    page.get_by_role("button", name="Apply these changes").click()
    expect_state(page, "applied")
    expect(page.locator("main")).to_contain_text("2 applied.")
    expect(row(page, TITLE)).to_contain_text("New, applied")
    report = page.url.removeprefix(hub.url)
    reader = visit(NEW).page
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(reader.locator("main")).to_contain_text(SUMMARY)
    assert "IS  - 77" in hub.get(f"{KNOWN}.ris")[1]

    without_js = visit(report, js=False, storage_state=staff_state).page
    without_js.get_by_role("button", name="Undo this import").click()
    look_until(without_js, "undone")
    expect(row(without_js, TITLE)).to_contain_text("New, undone")
    assert hub.get(NEW)[0] == 404
    assert hub.get(f"{KNOWN}.ris")[1] == known
    assert (seen.errors, seen.failed, seen.elsewhere) == ([], [], [])


def test_what_search_did_not_find_is_shown_to_staff(visit, staff_state):
    visit("/search/?q=zyxwvutsrq")
    seen = visit("/admin/", storage_state=staff_state)
    expect(seen.page.get_by_role("heading", name="Not found in search")).to_be_visible()
    expect(seen.page.get_by_role("row", name=re.compile(r"^zyxwvutsrq \d+ times?$"))).to_be_visible()
    expect_well_made(seen)
