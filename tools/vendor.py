"""Copies what we ship of the front end's packages into static/vendor/ and tests/e2e/vendor/. Run by `make vendor`.

The output is committed, so that running and testing the hub need no Node (docs/adr/0008).
"""

import json
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "frontend" / "node_modules"
VENDOR = ROOT / "static" / "vendor"
TEST_VENDOR = ROOT / "tests" / "e2e" / "vendor"

FONTS = {
    "besley": ["besley-latin-wght-normal.woff2", "besley-latin-wght-italic.woff2"],
    "source-sans-3": ["source-sans-3-latin-wght-normal.woff2"],
}
ICONS = """
    arrow-left arrow-right bookmark book-open calendar chart-column check chevron-down chevron-right circle
    circle-check circle-dot clock corner-up-left download external-link file-text filter git-branch info
    landmark layers list mail map map-pin menu message-square pencil plus printer quote rss scale search
    sun-moon table triangle-alert users video x
""".split()


def copy_fonts() -> None:
    """The Latin subsets of the two typefaces, with their licences."""
    target = VENDOR / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for family, files in FONTS.items():
        package = PACKAGES / "@fontsource-variable" / family
        for name in files:
            shutil.copyfile(package / "files" / name, target / name)
        shutil.copyfile(package / "LICENSE", target / f"{family}.LICENSE.txt")


def draw_sprite() -> None:
    """One file of symbols: pages name a glyph by its id."""
    symbols = [_symbol(name, (PACKAGES / "lucide-static" / "icons" / f"{name}.svg").read_text()) for name in ICONS]
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / "icons.svg").write_text(sprite)
    shutil.copyfile(PACKAGES / "lucide-static" / "LICENSE", VENDOR / "icons.LICENSE.txt")


def _symbol(name: str, svg: str) -> str:
    inner = " ".join(re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)[1].split())
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{inner}</symbol>'
    )


def copy_axe() -> None:
    """The accessibility checker of the browser tests. It is not served."""
    TEST_VENDOR.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(PACKAGES / "axe-core" / "axe.min.js", TEST_VENDOR / "axe.min.js")
    shutil.copyfile(PACKAGES / "axe-core" / "LICENSE", TEST_VENDOR / "axe.LICENSE.txt")


def draw_map() -> None:
    """The land of the world, and where each country lies on it."""
    sys.path.insert(0, str(ROOT))
    from tools.vendor_world import draw_world, write_points

    package = PACKAGES / "world-atlas"
    draw_world(package, VENDOR / "world.svg")
    write_points(package)
    shutil.copyfile(package / "LICENSE", VENDOR / "world.LICENSE.txt")


def write_versions() -> None:
    """What came from where."""
    wanted = json.loads((ROOT / "frontend" / "package.json").read_text())["dependencies"]
    rows = []
    for name in sorted(wanted):
        package = json.loads((PACKAGES / name / "package.json").read_text())
        rows.append(f"| {name} | {package['version']} | {package['license']} |")
    head = "# Vendored packages\n\nWritten by `make vendor`.\n\n| Package | Version | Licence |\n| --- | --- | --- |\n"
    (VENDOR / "VERSIONS.md").write_text(head + "\n".join(rows) + "\n")


if __name__ == "__main__":
    VENDOR.mkdir(parents=True, exist_ok=True)
    copy_fonts()
    draw_sprite()
    copy_axe()
    draw_map()
    write_versions()
    print("Vendored assets are in static/vendor/ and tests/e2e/vendor/. Commit them.")
