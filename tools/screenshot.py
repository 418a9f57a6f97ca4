"""Makes docs/screenshot.png: the home page of a running hub, as it opens at 1440 by 900 pixels.

python tools/screenshot.py [http://127.0.0.1:8000]
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).resolve().parent.parent / "docs" / "screenshot.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def main(address: str) -> None:
    """Open the page, wait for its fonts, keep what is above the fold."""
    program = os.environ.get("BROWSER_BIN") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-GB", color_scheme="light")
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready.then(() => true)")
        page.screenshot(path=TARGET)
        browser.close()
    print(f"{TARGET} was written.")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
