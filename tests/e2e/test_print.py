"""What comes out of the printer."""

import re

import pytest

from tests.e2e.pages import GUIDE, STEP


def printed(seen) -> list[tuple[float, float]]:
    """The sizes of the printed pages, in millimetres."""
    pdf = seen.page.pdf(prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    sizes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    assert pages == len(sizes)
    return [(round(float(wide) / 72 * 25.4), round(float(high) / 72 * 25.4)) for wide, high in sizes]


def test_map_prints_on_one_landscape_sheet(visit):
    assert printed(visit("/journey/print/")) == [(297, 210)]


@pytest.mark.parametrize(("path", "most"), [(STEP, 5), (f"{GUIDE}print/", 9)])
def test_pages_print_without_what_is_only_for_screens(visit, path, most):
    seen = visit(path)
    assert len(printed(seen)) <= most
    seen.page.emulate_media(media="print")
    for gone in (".site-header", ".rail", ".step-nav", ".stage-band__foot", ".site-footer .cols"):
        for part in seen.page.locator(gone).all():
            assert not part.is_visible(), gone
    assert seen.page.locator(".printed").is_visible()
    assert seen.page.locator(".term-notes li").first.is_visible()


def test_step_prints_its_activities(visit):
    seen = visit(STEP)
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".activities li").first.is_visible()
    assert not seen.page.get_by_role("button", name="Save ticks").is_visible()


def test_my_journey_prints_what_was_noted_and_no_buttons(visit):
    seen = visit(STEP)
    seen.page.get_by_role("textbox", name="Your note").fill("Ask finance what a night costs.")
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name="Save note").click()
    seen.go("/my-journey/")
    note = seen.page.locator(".notes p", has_text="Ask finance what a night costs.")
    assert not note.is_visible()
    seen.page.emulate_media(media="print")
    assert note.is_visible()
    assert not seen.page.get_by_role("link", name="Export", exact=True).is_visible()
    assert not seen.page.get_by_role("heading", name="Share a copy").is_visible()
