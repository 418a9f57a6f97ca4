/* A full-screen panel (menu, journey, chapters, filters) keeps the page behind it out of reach, and closes when focus
   leaves it (WCAG 2.4.11). Without JavaScript its Close button and Escape do. */
export function watchPanels() {
  const narrow = matchMedia("(max-width: 61.99rem)");
  for (const panel of document.querySelectorAll("nav[popover], aside[popover]")) {
    panel.addEventListener("toggle", () => {
      const isOpen = panel.matches(":popover-open");
      document.documentElement.classList.toggle("has-open-panel", isOpen && narrow.matches);
    });
    panel.addEventListener("focusout", (event) => {
      const target = event.relatedTarget;
      if (target && !panel.contains(target) && panel.matches(":popover-open")) panel.hidePopover();
    });
    narrow.addEventListener("change", () => panel.matches(":popover-open") && panel.hidePopover());
  }
}
