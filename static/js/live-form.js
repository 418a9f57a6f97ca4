/* A finder that answers at each change. The same page is fetched that a reader without JavaScript would get, and its
   results and counts are put in place of the old ones, so that there is one way to draw them. Loaded by behaviour.js
   where a page has form[data-live]; the address of this file stands in that attribute, with its version. */

const form = document.querySelector("form[data-live]");
let running = null;

function announcer() {
  let place = document.getElementById("live");
  if (!place) {
    place = document.createElement("p");
    place.id = "live";
    place.className = "visually-hidden";
    place.setAttribute("role", "status");
    document.getElementById("results").before(place);
  }
  return place;
}

function address() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") asked.append(name, value);
  const query = asked.toString();
  return form.action.split("?")[0] + (query && `?${query}`);
}

/* The panel stays as it is (open groups, focus); only counts and what can be ticked change. */
function updatePanel(fresh) {
  for (const input of fresh.querySelectorAll(".facets input[type=checkbox]")) {
    const mine = document.getElementById(input.id);
    if (!mine) continue;
    mine.disabled = input.disabled;
    document.getElementById(`${input.id}-n`)?.replaceChildren(...fresh.getElementById(`${input.id}-n`).childNodes);
  }
  document.getElementById("show").textContent = fresh.getElementById("show").textContent;
}

async function update({ movesFocus }) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  const url = address();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    if (signal.aborted) return;
    const focused = document.activeElement?.id;
    updatePanel(fresh);
    results.replaceChildren(...fresh.getElementById("results").childNodes);
    results.removeAttribute("aria-busy");
    history.replaceState(history.state, "", url);
    announcer().textContent = document.getElementById("count-h").textContent;
    if (movesFocus) document.getElementById("count-h").focus();
    else if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  } catch {
    if (!signal.aborted) location.assign(url); // the plain way says what is wrong
  }
}

document.addEventListener("change", ({ target }) => {
  // Words wait for Enter or the button: nobody wants an answer to half a question.
  if (target.form === form && target.type !== "search") update({ movesFocus: false });
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const panel = document.querySelector(".facets:popover-open");
  panel?.hidePopover();
  update({ movesFocus: true });
});

announcer(); // there before it is needed, or the first count is not read out
