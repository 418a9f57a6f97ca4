/* Light, dark or as the device says; and the text size. Runs before the first paint, so it is not a module.
   Kept in this browser's own storage and sent nowhere. Without JavaScript the device decides. */
(() => {
  const root = document.documentElement;
  const kinds = ["theme", "text"];

  const stored = (kind) => {
    try { return localStorage.getItem(`golab-${kind}`) ?? ""; } catch { return ""; }
  };
  const keep = (kind, value) => {
    try { localStorage.setItem(`golab-${kind}`, value); } catch { /* storage is blocked: the choice lasts for this page */ }
  };
  const apply = (kind, value) => {
    if (value) root.dataset[kind] = value;
    else delete root.dataset[kind];
  };

  for (const kind of kinds) apply(kind, stored(kind));

  document.addEventListener("DOMContentLoaded", () => {
    const panel = document.getElementById("appearance");
    if (!panel) return;
    panel.hidden = false;
    for (const kind of kinds) {
      const buttons = [...panel.querySelectorAll(`[data-${kind}-choice]`)];
      const show = (value) => buttons.forEach((button) =>
        button.setAttribute("aria-pressed", String(button.dataset[`${kind}Choice`] === value)));
      show(stored(kind));
      for (const button of buttons) {
        button.addEventListener("click", () => {
          const value = button.dataset[`${kind}Choice`];
          keep(kind, value);
          apply(kind, value);
          show(value);
        });
      }
    }
  });
})();
