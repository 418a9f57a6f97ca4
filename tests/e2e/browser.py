"""A browser that watches what a page does: errors, refused requests, other hosts, weight."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # For a run of many short visits: a process for each page and threads that compile cost more than they bring.
    "--renderer-process-limit=1",
    "--js-flags=--single-threaded",
]
# The one without a window first: it draws the same with a third of the processor time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
WATCH_POLICY = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective}: ${event.blockedURI || "inline"} ${event.sourceFile || ""}`));
"""
TOO_WIDE = """
[...document.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > innerWidth + 1)
  .slice(-5).map((it) => `${it.tagName.toLowerCase()}.${it.className}`)
"""
# `preload` fetches every style sheet again, for a rule on trial that the tags leave out.
RUN_AXE = """
async (tags) => (await axe.run(
  document, {runOnly: tags, resultTypes: ["violations"], preload: false}
)).violations.map((found) =>
  `${found.id} (${found.impact}): ${found.help}: ` + found.nodes.map((node) => node.target.join(" ")).join(", "))
"""


def browser_path() -> str | None:
    """The browser to use: $BROWSER_BIN, then the PATH; None leaves the choice to Playwright."""
    return os.environ.get("BROWSER_BIN") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS, headless=True)


@dataclass
class Visit:
    """One page in a browser context of its own, and what it was seen to do."""

    page: Page
    host: str
    has_js: bool = True
    status: int = 0
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("requestfailed", self._note_failed)
        self.page.on("request", self._look_at)
        wire = self.page.context.new_cdp_session(self.page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", lambda event: self._name(event["requestId"], event["response"]["url"]))
        wire.on("Network.loadingFinished", lambda event: self._weigh(event["requestId"], event["encodedDataLength"]))

    def _note_failed(self, request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what the page itself no longer waits for, having moved on
            self.failed.append(f"{request.url}: {request.failure}")

    def _look_at(self, request) -> None:
        if not request.url.startswith((f"{self.host}/", "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _name(self, request_id: str, url: str) -> None:
        self.names[request_id] = url

    def _weigh(self, request_id: str, size: int) -> None:
        self.sizes[request_id] = int(size)

    def go(self, path: str) -> "Visit":
        """Open a page of the hub and wait until everything it shows is there, fonts too."""
        self.status = self.page.goto(f"{self.host}{path}", wait_until="load").status
        if self.has_js:
            self.page.evaluate("document.fonts.ready.then(() => true)")
        return self

    @property
    def refused(self) -> list[str]:
        """What the content security policy refused."""
        return self.page.evaluate("window.refused")

    @property
    def weight(self) -> float:
        """What came over the wire so far, in KB (1,000 bytes), headers included."""
        return round(sum(self.sizes.values()) / 1000, 1)

    @property
    def files(self) -> list[str]:
        """What came over the wire so far, the largest first, for a message."""
        largest = sorted(self.sizes.items(), key=lambda item: -item[1])
        return [f"{size / 1000:.1f} KB {self.names.get(key, key).removeprefix(self.host)}" for key, size in largest]

    def resize(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def sideways(self) -> int:
        """How many CSS pixels the page can be scrolled sideways."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def too_wide(self) -> list[str]:
        """Which elements reach beyond the window, for a message."""
        return self.page.evaluate(TOO_WIDE)

    def axe(self) -> list[str]:
        """What axe-core finds wrong with the page as it is shown now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        return self.page.evaluate(RUN_AXE, AXE_TAGS)


@contextmanager
def visiting(
    browser: Browser, host: str, *, width: int = 1280, scheme: str = "light", js: bool = True, **options: object
) -> Iterator[Visit]:
    """A first visit: a new context with nothing kept. `options` go to Playwright's `new_context`."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=js,
        locale="en-GB",
        **options,
    )
    context.set_default_timeout(15_000)
    if js:
        context.add_init_script(WATCH_POLICY)
    try:
        yield Visit(context.new_page(), host, has_js=js)
    finally:
        context.close()
