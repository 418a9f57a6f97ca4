"""What templates and style sheets ask for is there, and nothing breaks the content security policy."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "emails" not in path.parts]
STYLES = "\n".join(path.read_text() for path in (ROOT / "static" / "css").glob("*.css"))


def asked_for(pattern: str) -> set[str]:
    return {found for path in TEMPLATES for found in re.findall(pattern, path.read_text())}


def test_icons_that_templates_name_are_in_the_sprite():
    sprite = (ROOT / "static" / "vendor" / "icons.svg").read_text()
    named = asked_for(r'\{% icon "([\w-]+)" %\}') | asked_for(r'icon_name="([\w-]+)"')
    assert named
    assert named - set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == set()


def test_static_files_that_templates_name_exist():
    named = asked_for(r"\{% static [\"']([^\"']+)[\"'] %\}")
    assert "css/tokens.css" in named
    assert {name for name in named if not finders.find(name)} == set()


def test_files_that_style_sheets_name_exist():
    named = set(re.findall(r'url\("([^"]+)"\)', STYLES))
    assert any(name.endswith(".woff2") for name in named)
    assert {name for name in named if not (ROOT / "static" / "css" / name).is_file()} == set()


@pytest.mark.parametrize(
    "pattern", [r"\sstyle=", r"<style", r"\son[a-z]+=\"", r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>"]
)
def test_templates_have_no_inline_style_or_script(pattern):
    found = {path.relative_to(ROOT): re.findall(pattern, path.read_text()) for path in TEMPLATES}
    assert {path: pieces for path, pieces in found.items() if pieces} == {}


def test_style_sheets_draw_a_turn_back_between_any_two_of_six_stages():
    pairs = [(start, end) for start in range(2, 7) for end in range(1, start)]
    assert len(pairs) == 15
    assert [pair for pair in pairs if ".loop-{}-{} ".format(*pair) not in STYLES] == []


def test_style_sheets_have_a_light_palette_for_older_browsers():
    pairs = set(re.findall(r"(--[\w-]+):\s*light-dark\(", STYLES))
    fallback = STYLES.split("@supports not (color: light-dark")[1].split("@media")[0]
    assert pairs - set(re.findall(r"(--[\w-]+):", fallback)) == set()


def test_vendored_files_have_their_licences_beside_them():
    vendor = ROOT / "static" / "vendor"
    assert {path.name for path in vendor.rglob("*LICENSE*")} >= {
        "besley.LICENSE.txt",
        "source-sans-3.LICENSE.txt",
        "icons.LICENSE.txt",
        "world.LICENSE.txt",
    }
    assert (ROOT / "tests" / "e2e" / "vendor" / "axe.LICENSE.txt").is_file()
