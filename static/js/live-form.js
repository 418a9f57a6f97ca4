/* A list that follows its filters. form[data-live] is fetched anew with its own query whenever a choice changes, and
   #results, the counts of the facets and #live (said by screen readers) are taken from the same full page that a press of
   the button would show. Typing never sends. Linked by the pages that hold such a form; without it the button works. */

const form = document.querySelector("form[data-live]");
let request = new AbortController();

function addressOf(form) {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  const address = new URL(form.action);
  address.search = query;
  return address;
}

async function follow() {
  request.abort();
  request = new AbortController();
  const address = addressOf(form);
  try {
    const response = await fetch(address, { signal: request.signal });
    if (!response.ok) throw new Error(`${address} answered ${response.status}`);
    show(new DOMParser().parseFromString(await response.text(), "text/html"));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") form.submit(); // the plain way says what is wrong
  }
}

function show(fresh) {
  const place = document.getElementById("results");
  const focused = document.activeElement?.id;
  const filters = document.getElementById("filters");
  const freshFilters = fresh.getElementById("filters");
  if (filters && freshFilters) takeOver(filters, freshFilters);
  place.replaceWith(fresh.getElementById("results"));
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  document.getElementById("live").textContent = document.getElementById("count-h").textContent.trim();
  document.title = fresh.title;
}

/* The panel itself stays, open or closed, and so does the box that has the focus. */
function takeOver(filters, fresh) {
  for (const box of filters.querySelectorAll("label.check")) {
    const input = box.querySelector("input");
    const freshInput = fresh.querySelector(`#${CSS.escape(input.id)}`);
    if (!freshInput) continue;
    input.disabled = freshInput.disabled;
    box.querySelector(".count")?.replaceWith(freshInput.closest("label").querySelector(".count"));
  }
  filters.querySelector(".facets__foot")?.replaceWith(fresh.querySelector(".facets__foot"));
}

form?.addEventListener("change", ({ target }) => {
  if (target.matches("input[type=checkbox], input[type=radio], select")) follow();
});
