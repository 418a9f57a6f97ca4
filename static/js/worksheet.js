/* A worksheet is saved as it is typed, a moment after the last stroke, and gets a blank row when its last one is used.
   Contract: form[data-worksheet] is posted to its own action with Accept: application/json; the answer is {state:
   "saved", version, notice, errors}, or 409 with {state: "stale", notice} when it was saved elsewhere since. Without
   JavaScript the button saves. */
const PAUSE = 1500; // milliseconds

const form = document.querySelector("form[data-worksheet]");
const state = form.querySelector("[data-saved]");
let timer = 0;
let isSending = false;
let isDirty = false;
let isStale = false;

function labelOf(name) {
  const field = form.querySelector(`[name="${CSS.escape(name)}"], [name^="${CSS.escape(name)}-"]`);
  const label = field?.closest(".field")?.querySelector("label, legend");
  return label ? label.textContent.trim() : name;
}

function tell({ notice, errors = {} }) {
  const wrong = Object.entries(errors).map(([name, why]) => `Not saved: ${labelOf(name)}. ${why.join(" ")}`);
  state.textContent = [notice, ...wrong].join(" ");
}

async function send(options = {}) {
  if (isSending || isStale) return;
  clearTimeout(timer);
  isSending = true;
  isDirty = false;
  try {
    const body = new URLSearchParams(new FormData(form));
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, ...options });
    if (!response.ok && response.status !== 409) throw new Error(`answered ${response.status}`);
    const answer = await response.json();
    isStale = answer.state === "stale";
    if (answer.version) form.elements.version.value = answer.version;
    tell(isStale ? { notice: "Not saved: this worksheet was saved elsewhere since you opened it. Press Save to see both." } : answer);
  } catch {
    isDirty = true;
    state.textContent = "Not saved: the connection failed. What you wrote is still here; press Save to try again.";
    isSending = false;
    return;
  }
  isSending = false;
  if (isDirty) later();
}

function later() {
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(send, PAUSE);
}

/* A copy of the last row, emptied and renumbered, once something is written in the last one. */
function addRow(input) {
  const table = input.closest("[data-rows]");
  const row = input.closest("tr");
  if (!table || row !== table.tBodies[0].lastElementChild || !input.value) return;
  const fresh = row.cloneNode(true);
  const next = table.tBodies[0].rows.length;
  fresh.firstElementChild.textContent = next + 1;
  for (const cell of fresh.querySelectorAll("textarea")) {
    cell.value = "";
    cell.name = cell.name.replace(/-\d+-(\d)$/, `-${next}-$1`);
    cell.id = `id_${cell.name}`;
    cell.setAttribute("aria-label", cell.getAttribute("aria-label").replace(/\d+$/, next + 1));
  }
  table.tBodies[0].append(fresh);
}

form.addEventListener("input", ({ target }) => {
  addRow(target);
  if (!isStale && !isDirty) state.textContent = "Not saved yet.";
  later();
});
form.addEventListener("submit", () => clearTimeout(timer)); // the button's own save tells more
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && isDirty) send({ keepalive: true });
});
