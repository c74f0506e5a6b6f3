// One click, one submit: the button that was pressed says so until the next page comes.
const waiting = document.body.dataset.submitting;

// Signing in again, in another window, changes the token: forms take the one that counts now.
function takeToken() {
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  if (!found) return;
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = found[1];
}

document.addEventListener("token-needed", takeToken);

// Without a session or a network a form would be lost on its way: it stays, and the page says why.
function standsInTheWay() {
  const offline = document.querySelector("[data-offline]");
  if (offline && !navigator.onLine) offline.hidden = false;
  return [offline, document.querySelector("[data-session-ended]")].find((part) => part && !part.hidden);
}

function hold(event) {
  const barrier = event.target.method === "post" && standsInTheWay();
  if (!barrier) return takeToken();
  event.preventDefault();
  event.stopPropagation();
  barrier.scrollIntoView({ block: "center" });
}

// On its way down: before anybody else takes the form for sent.
document.addEventListener("submit", hold, true);
document.addEventListener("submit", (event) => {
  const form = event.target;
  // A file comes without a new page, so nothing would ever end the waiting.
  if ("download" in form.dataset || (event.submitter && "download" in event.submitter.dataset)) return;
  if (form.method !== "post" || form.dataset.sent) {
    if (form.dataset.sent) event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const key = form.elements.namedItem("form_key");
  if (key && new URL(form.action).pathname === location.pathname) history.replaceState({ sent: key.value }, "");
  const button = event.submitter || form.querySelector("button[type=submit].btn");
  if (button && button.classList.contains("btn")) {
    button.dataset.label = button.textContent;
    button.textContent = waiting;
    button.setAttribute("aria-disabled", "true");
  }
});

// The back button leads to a form that was sent: not to be sent twice, it leads on to what came of it.
// What never arrived stays here.
async function leadOn(key) {
  const result = `${location.pathname}?form_key=${encodeURIComponent(key)}`;
  try {
    const reply = await fetch(result, { redirect: "manual", headers: { "X-Polling": "1" } });
    if (reply.type === "opaqueredirect") location.replace(result);
  } catch {
    // No network just now: the form stays as it is.
  }
}

if (history.state && history.state.sent) leadOn(history.state.sent);

// The back button shows the page as it was left; the form must be usable again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    const button = form.querySelector("[data-label]");
    if (button) {
      button.textContent = button.dataset.label;
      button.removeAttribute("aria-disabled");
    }
  }
});

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The address of this page; where the browser has no clipboard (no HTTPS), by way of a field.
async function copyAddress(button) {
  const address = location.href.split("#")[0];
  try {
    await navigator.clipboard.writeText(address);
  } catch {
    const field = document.createElement("input");
    field.value = address;
    button.after(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    button.focus();
  }
  button.textContent = button.dataset.copy;
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => copyAddress(button));
}

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

// Alt and a letter, where the page offers it (accesskey): alike in every browser, never one letter alone.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !event.code.startsWith("Key")) return;
  const target = document.querySelector(`[accesskey="${event.code.slice(3).toLowerCase()}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

// Nobody can unfold a sheet of paper: what is folded stands open while it is printed.
const unfolded = new Set();
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open], .pop, .hints)")) {
    part.open = true;
    unfolded.add(part);
  }
});
window.addEventListener("afterprint", () => {
  for (const part of unfolded) part.open = false;
  unfolded.clear();
});
