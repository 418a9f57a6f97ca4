/* The small behaviours of every page, in one file so that a first visit asks for less. Nothing needs them: without
   JavaScript forms post, pages reload, and panels close by their button or Escape. */

/* ------------------------------------------------ panels
   A full-screen panel (menu, journey, chapters, filters) keeps the page behind it still, and closes when focus leaves
   it (WCAG 2.4.11). The browser returns the focus to the button that opened it. */
function watchPanels() {
  const narrow = matchMedia("(max-width: 61.99rem)");
  const openPanel = () => document.querySelector(":is(nav, aside)[popover]:popover-open");
  const keepStill = () => document.documentElement.classList.toggle("has-open-panel", narrow.matches && !!openPanel());

  document.addEventListener("toggle", keepStill, true); // a toggle does not bubble
  document.addEventListener("focusout", ({ relatedTarget }) => {
    const panel = openPanel();
    if (relatedTarget && panel && !panel.contains(relatedTarget)) panel.hidePopover();
  });
  narrow.addEventListener("change", () => openPanel()?.hidePopover());
}

/* ------------------------------------------------ terms
   The explanation of a term opens by pressing it. With a pointer or the keyboard it comes by itself as well, after a
   moment, stays while either is at the term or in the explanation, and goes afterwards or with Escape (WCAG 1.4.13).
   A press keeps it open. A finger only presses. */
function watchTerms() {
  const explained = (term) => document.getElementById(term.getAttribute("popovertarget"));
  const isOpen = (term) => !!term && explained(term).matches(":popover-open");
  const isHeld = (term) => term.matches(":hover, :focus-visible") || explained(term).matches(":hover, :focus-within");
  let shown = null; // the term whose explanation came by itself
  let moment;

  function show(term) {
    const pressed = document.querySelector(".pop:popover-open") && !isOpen(shown);
    if (pressed || isOpen(term)) return;
    shown = term;
    term.click(); // the browser's own way: it stands beside its term and comes next in the order of focus
  }

  function come({ target, relatedTarget, pointerType }) {
    if (pointerType === "touch") return;
    clearTimeout(moment);
    const term = target.closest?.("button.term");
    const isMeant = term && (pointerType || term.matches(":focus-visible")) && !relatedTarget?.closest?.(".pop");
    moment = setTimeout(() => {
      if (isMeant) show(term);
      else if (isOpen(shown) && !isHeld(shown)) explained(shown).hidePopover();
    }, 300);
  }

  document.addEventListener("pointerover", come);
  document.addEventListener("focusin", come);
  document.addEventListener("click", (event) => {
    if (!event.isTrusted) return;
    clearTimeout(moment);
    const term = event.target.closest("button.term");
    if (term && term === shown && isOpen(term)) event.preventDefault(); // it would close
    if (term) shown = null;
  });
}

/* ------------------------------------------------ progress
   "Mark done", "Save for later" and ticks without a reload. Contract: form[data-progress] is posted to its own action
   with Accept: application/json; the answer is {state, notice, done, total}. Ticks (data-progress-on-change) are sent at
   each change and the page stays; after a button the page is fetched again and its main part swapped, so that there is
   one way to draw each state. */
async function post(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(`${form.action} answered ${response.status}`);
  return response.json();
}

function say(text) {
  const place = document.getElementById("notices");
  if (!place) return;
  const notice = document.createElement("div");
  notice.className = "notice notice--done";
  notice.setAttribute("role", "status");
  const words = document.createElement("p");
  words.textContent = text;
  notice.append(words);
  place.replaceChildren(notice);
}

function count({ done, total }) {
  const place = document.getElementById("my-journey-count");
  if (place) place.textContent = `${done} of ${total} steps done`;
}

async function redraw() {
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("main");
  document.querySelector("main").replaceWith(fresh);
}

function focusNear(label) {
  const buttons = [...document.querySelectorAll("form[data-progress] button")];
  (buttons.find((button) => button.textContent.trim() === label) ?? buttons[0])?.focus();
}

/* The form says what was ticked before, so that ticks of another device stay. */
function remember(form, ticked) {
  for (const was of form.querySelectorAll('[name="was"]')) was.remove();
  for (const value of ticked) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "was", value }));
}

async function send(form) {
  const staysHere = "progressOnChange" in form.dataset;
  const label = document.activeElement?.textContent?.trim();
  const was = new FormData(form).getAll("was");
  try {
    const sending = post(form);
    if (staysHere) remember(form, new FormData(form).getAll("tick"));
    const answer = await sending;
    if (!staysHere) await redraw();
    say(answer.notice);
    count(answer);
    if (!staysHere) focusNear(label);
  } catch {
    if (staysHere) remember(form, was);
    form.submit(); // the plain way says what is wrong
  }
}

function watchProgress() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-progress]")) return;
    event.preventDefault();
    send(event.target);
  });
  document.addEventListener("change", ({ target }) => {
    if (target.form?.matches("form[data-progress-on-change]")) send(target.form);
  });
}

/* ------------------------------------------------ suggestions
   The script that offers titles is fetched once a search box has the focus. The browser's own list (of the search page,
   for those without JavaScript) makes way for it. */
async function suggestFor(input) {
  if (!input?.dataset?.suggest) return;
  const before = input.value;
  const { offer } = await import(input.dataset.suggest);
  input.removeAttribute("list");
  offer(input, before);
}

function watchSearchBoxes() {
  const quietly = (input) => suggestFor(input).catch(() => {}); // without it the box searches all the same
  document.addEventListener("focusin", ({ target }) => quietly(target));
  quietly(document.activeElement);
}

watchPanels();
watchTerms();
watchProgress();
watchSearchBoxes();
document.querySelector(".error-summary")?.focus();
