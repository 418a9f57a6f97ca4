/* "Mark done", "Save for later" and ticks without a reload.
   Contract: form[data-progress] is posted to its own action with Accept: application/json; the answer is
   {state, notice, done, total}. Ticks (data-progress-on-change) are sent at each change and the page stays; after a button
   the page is fetched again and its main part swapped, so that there is one way to draw each state.
   Without JavaScript the form posts and the server redirects back. */

const LIVE = "notices";

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
  const place = document.getElementById(LIVE);
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

async function send(form, submit) {
  const onChange = "progressOnChange" in form.dataset;
  const label = document.activeElement?.textContent?.trim();
  try {
    const answer = await post(form);
    if (!onChange) await redraw();
    say(answer.notice);
    count(answer);
    if (!onChange) focusNear(label);
  } catch {
    submit(); // the plain way says what is wrong
  }
}

function focusNear(label) {
  const buttons = [...document.querySelectorAll("form[data-progress] button")];
  (buttons.find((button) => button.textContent.trim() === label) ?? buttons[0])?.focus();
}

export function watchProgress() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-progress]")) return;
    event.preventDefault();
    send(form, () => form.submit());
  });
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches("form[data-progress-on-change]")) send(form, () => form.submit());
  });
}
