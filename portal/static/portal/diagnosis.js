// Diagnoses while somebody types: by code, name or pinyin initials, from the list that is loaded.
// Without it the browser offers the common ones, and the server completes name or code.
const form = document.getElementById("filing");
const LOOK_AFTER = 250;
const named = (name) => form.elements.namedItem(name);

class Suggestions {
  // text(): what is looked for; choose(row): what becomes of the one that was chosen.
  constructor(input, text, choose) {
    Object.assign(this, { input, text, choose, rows: [], at: -1, waiting: 0, asking: null });
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    const label = form.querySelector(`label[for="${input.id}"]`);
    if (label) this.list.setAttribute("aria-label", label.textContent.trim());
    input.removeAttribute("list");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    if (input.tagName === "INPUT") input.setAttribute("role", "combobox");
    this.show(false);
    input.parentElement.classList.add("has-suggestions");
    input.insertAdjacentElement("afterend", this.list);
    // What a script wrote is no typing.
    input.addEventListener("input", (event) => event.isTrusted && this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.show(false));
    // The focus stays in the field while the list is clicked.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.row));
    });
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.look(), LOOK_AFTER);
  }

  async look() {
    if (this.asking) this.asking.abort();
    const text = this.text().trim();
    if (!text) return this.show(false);
    this.asking = new AbortController();
    try {
      const reply = await fetch(`${form.dataset.diagnoses}?q=${encodeURIComponent(text)}`, {
        headers: { Accept: "application/json", "X-Polling": "1" },
        redirect: "error",
        signal: this.asking.signal,
      });
      if (reply.ok) this.fill(await reply.json());
    } catch {
      // Suggestions are a help only.
    }
  }

  fill(rows) {
    this.rows = rows;
    this.at = -1;
    this.list.textContent = "";
    rows.forEach((row, number) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${number}`;
      option.dataset.row = number;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = `${row.code} ${row.name}`;
      this.list.append(option);
    });
    this.show(rows.length > 0 && document.activeElement === this.input);
  }

  show(isOpen) {
    this.list.hidden = !isOpen;
    if (this.input.tagName === "INPUT") this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      this.mark((this.at + step + this.rows.length) % this.rows.length);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.take(this.at);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.show(false);
    }
  }

  mark(at) {
    this.at = Math.max(at, 0);
    [...this.list.children].forEach((option, number) => {
      option.setAttribute("aria-selected", String(number === this.at));
      if (number === this.at) option.scrollIntoView({ block: "nearest" });
    });
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  take(number) {
    this.choose(this.rows[number]);
    this.show(false);
    for (const name of ["input", "change"]) this.input.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

function main(row) {
  named("main_diagnosis_code").value = row.code;
  named("main_diagnosis").value = row.name.slice(0, 128);
}

for (const name of ["main_diagnosis", "main_diagnosis_code"]) {
  const input = named(name);
  new Suggestions(input, () => input.value, main);
}

// One diagnosis per line: the line with the caret is looked up and replaced.
const others = named("other_diagnoses");
function line() {
  const begin = others.value.lastIndexOf("\n", others.selectionStart - 1) + 1;
  const end = others.value.indexOf("\n", begin);
  return [begin, end < 0 ? others.value.length : end];
}
new Suggestions(
  others,
  () => others.value.slice(...line()),
  (row) => others.setRangeText(`${row.code} ${row.name}`, ...line(), "end"),
);
