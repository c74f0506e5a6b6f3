// Ticked rows: how many, all of the page at once, and no waiting word on a button that brings a file.
const form = document.querySelector("[data-bulk]");
const boxes = [...document.querySelectorAll("input[form=bulk][name=picked]")];

function count() {
  const ticked = boxes.filter((box) => box.checked).length;
  const words = form.querySelector("[data-bulk-count]");
  words.dataset.none = words.dataset.none || words.textContent;
  words.textContent = ticked ? words.dataset.words.replace("n", String(ticked)) : words.dataset.none;
  form.classList.toggle("has-ticks", ticked > 0);
  for (const button of form.querySelectorAll("button")) button.disabled = !ticked;
  const all = form.querySelector("[data-bulk-all]");
  all.checked = ticked > 0 && ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (form) {
  const all = form.querySelector("[data-bulk-all]");
  all.hidden = false;
  form.classList.add("is-live");
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  window.addEventListener("pageshow", count);
  count();
}
