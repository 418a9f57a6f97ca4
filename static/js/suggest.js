/* Suggestions under a search box while someone types: the editable combobox with a list of the ARIA Authoring
   Practices. Fetched when a box with data-suggest has the focus (see behaviour.js), so a first visit does not pay for
   it; without it the box searches all the same. Up and down move, Enter opens what is marked and else searches,
   Escape closes the list and, once it is closed, empties the box as browsers do. */

const ADDRESS = "/search/suggest";
const WAIT = 150; // milliseconds after the last letter
const FEWEST = 2; // letters
const known = new Map(); // what was answered, by what was typed: going back a letter asks nothing
const served = new WeakSet();
let boxes = 0;

/* `before` is what the box held when this file was asked for: what was typed since then counts. */
export function offer(input, before = input.value) {
  if (served.has(input)) return;
  served.add(input);
  const box = new Combobox(input);
  if (input.value !== before) box.later();
}

class Combobox {
  constructor(input) {
    this.input = input;
    this.id = `suggestions-${++boxes}`;
    this.list = made("ul", { id: this.id, role: "listbox", "aria-label": "Suggestions", class: "suggestions" });
    this.list.hidden = true;
    this.told = made("p", { role: "status", class: "visually-hidden" });
    input.closest(".search-field").append(this.list, this.told);
    const states = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries({ ...states, "aria-controls": this.id })) input.setAttribute(name, value);
    this.request = new AbortController();
    this.answers = [];
    this.marked = -1;
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", ({ target }) => this.open([...this.list.children].indexOf(target.closest("li"))));
  }

  get isOpen() {
    return !this.list.hidden;
  }

  later() {
    clearTimeout(this.timer);
    this.request.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const typed = this.input.value.trim();
    if (typed.length < FEWEST) return this.close();
    this.request = new AbortController();
    try {
      const answers = known.get(typed) ?? (await fetched(typed, this.request.signal));
      known.set(typed, answers);
      if (document.activeElement === this.input) this.show(answers);
    } catch (error) {
      if (error.name !== "AbortError") this.close(); // the box searches all the same
    }
  }

  show(answers) {
    this.answers = answers;
    this.list.replaceChildren(...answers.map((answer, place) => option(answer, `${this.id}-${place}`)));
    this.toggle(answers.length > 0);
    this.told.textContent = answers.length === 1 ? "1 suggestion" : `${answers.length || "No"} suggestions`;
  }

  toggle(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    this.mark(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.request.abort();
    this.told.textContent = "";
    this.toggle(false);
  }

  mark(place) {
    this.list.children[this.marked]?.removeAttribute("aria-selected");
    this.marked = place;
    const marked = this.list.children[place];
    marked?.setAttribute("aria-selected", "true");
    marked?.scrollIntoView({ block: "nearest" });
    if (marked) this.input.setAttribute("aria-activedescendant", marked.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /* -1 is the box itself: going past either end comes back to it. */
  move(steps) {
    if (!this.isOpen && this.answers.length) this.toggle(true);
    const places = this.answers.length + 1;
    if (this.isOpen) this.mark(((this.marked + 1 + steps + places) % places) - 1);
  }

  open(place) {
    if (this.answers[place]) location.assign(this.answers[place].url);
  }

  press(event) {
    const { key, isComposing } = event;
    if (isComposing) return; // an input method is at work: its keys are its own
    if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && this.isOpen && this.marked >= 0) this.open(this.marked);
    else if (key === "Escape" && this.isOpen) this.close();
    else return;
    event.preventDefault();
  }
}

async function fetched(typed, signal) {
  const response = await fetch(`${ADDRESS}?${new URLSearchParams({ q: typed })}`, { signal });
  if (!response.ok) throw new Error(`${ADDRESS} answered ${response.status}`);
  return response.json();
}

function option({ title, kind }, id) {
  const line = made("li", { id, role: "option" });
  const words = made("span", {});
  words.textContent = title;
  const what = made("span", { class: "kind" });
  what.textContent = kind;
  line.append(words, " ", what);
  return line;
}

function made(name, attributes) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
