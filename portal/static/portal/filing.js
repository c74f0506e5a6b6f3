// The filing form: reads an identity number, narrows departments to the chosen hospital, suggests
// divisions. Without it the form is complete and the server does the rest. (Keeping: autosave.js)
const form = document.getElementById("filing");
const LOOK_AFTER = 250;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = "10X98765432";

function field(name) {
  return form.elements.namedItem(name);
}

// Identity number.
function reads(text) {
  const number = text.replace(/\s/g, "").toUpperCase();
  if (!/^\d{17}[\dX]$/.test(number)) return null;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  if (CHECK_DIGITS[sum % 11] !== number[17]) return null;
  return {
    birth: `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`,
    sex: Number(number[16]) % 2 ? "1" : "2",
  };
}

let read = reads(field("id_number").value);
field("id_number").addEventListener("change", (event) => {
  if (!["resident", "residence_permit"].includes(field("id_type").value)) return;
  const found = reads(event.target.value);
  if (!found) return;
  // What came from the number typed before follows the new one; what somebody typed stays.
  for (const [name, key] of [["birth_date", "birth"], ["sex", "sex"]]) {
    if (!field(name).value || (read && field(name).value === read[key])) field(name).value = found[key];
  }
  read = found;
  show();
});

// Departments and hints of the chosen hospital.
const hospital = field("destination");
const department = field("destination_department");
const groups = [...department.querySelectorAll("optgroup")];

function narrow() {
  const chosen = hospital.selectedOptions[0];
  for (const group of groups) {
    if (chosen && chosen.value && group.label !== chosen.textContent.trim()) group.remove();
    else department.append(group);
  }
  const hints = form.querySelector("[data-hints]");
  if (!hints) return;
  for (const hint of hints.querySelectorAll("[data-hint]")) hint.hidden = hint.dataset.hint !== hospital.value;
  hints.open = Boolean(hospital.value);
  hints.hidden = !hospital.value;
}

hospital.addEventListener("change", () => {
  department.value = "";
  narrow();
});
narrow();

// Divisions: suggestions of the server in the browser's own list.
const place = field("residence");
const list = document.createElement("datalist");
list.id = "residence-list";
form.append(list);
place.setAttribute("list", list.id);
let looking = 0;

async function look() {
  const text = place.value.trim();
  if (!text || [...list.options].some((option) => option.value === text)) return;
  try {
    const reply = await fetch(`${form.dataset.regions}?page_size=20&q=${encodeURIComponent(text)}`, {
      headers: { Accept: "application/json", "X-Polling": "1" },
      redirect: "error",
    });
    if (!reply.ok) return;
    const { results } = await reply.json();
    list.textContent = "";
    for (const row of results) list.append(new Option(row.name, `${row.name} ${row.code}`));
  } catch {
    // Suggestions are a help only.
  }
}

place.addEventListener("input", () => {
  clearTimeout(looking);
  looking = setTimeout(look, LOOK_AFTER);
});

// How far each part is.
function show() {
  for (const mark of document.querySelectorAll("[data-task]")) {
    const needed = [...document.querySelectorAll(`#${mark.dataset.task} [data-needed]`)];
    const left = needed.some((input) => input.value !== undefined && input.type !== "radio" && !input.value.trim());
    mark.textContent = left ? mark.dataset.left : mark.dataset.done;
  }
}

form.addEventListener("change", show);
show();

// A group opens when an answer asks for it; what somebody closed again stays closed until then.
const folded = [...form.querySelectorAll("details[data-when]")];
function unfold() {
  for (const group of folded) {
    const [name, values] = group.dataset.when.split("=");
    if (values.split(" ").includes(field(name).value)) group.open = true;
  }
}

form.addEventListener("change", (event) => {
  if (folded.some((group) => group.dataset.when.startsWith(`${event.target.name}=`))) unfold();
});
unfold();
