/* A list that follows its filters. form[data-live] is fetched anew with its own query whenever a choice changes, and
   the insides of #results and #filters are taken from the same full page that a press of the button would show; #live,
   which stands outside both, says the new count. Typing never sends. Linked by the pages that hold such a form; without
   it the button works. */

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
  const focused = document.activeElement?.id;
  take("results", fresh);
  take("filters", fresh);
  document.getElementById("live").textContent = document.getElementById("count-h").textContent.trim();
  document.title = fresh.title;
  if (focused) document.getElementById(focused)?.focus();
}

/* The part itself stays, so that an open panel stays open; groups keep the state that the reader gave them. */
function take(id, fresh) {
  const part = document.getElementById(id);
  const freshPart = fresh.getElementById(id);
  if (!part || !freshPart) throw new Error(`one of the pages has no #${id}`);
  const isOpen = new Map([...part.querySelectorAll("details")].map((group) => [nameOf(group), group.open]));
  for (const group of freshPart.querySelectorAll("details")) group.open = isOpen.get(nameOf(group)) ?? group.open;
  part.replaceChildren(...freshPart.childNodes);
}

function nameOf(group) {
  return group.querySelector("summary").textContent.trim();
}

form?.addEventListener("change", ({ target }) => {
  // A field of another form may stand inside: what it says is not part of the list's question.
  if (target.form === form && target.matches("input[type=checkbox], input[type=radio], select")) follow();
});
