// Keeps what is typed on the server, never in the browser: at most three seconds after a key.
// With the session or the network gone the form stays as it is, and is kept as soon as both are back.
const KEEP_AFTER = 2000;
const TRY_AGAIN_AFTER = 4000;
const form = document.querySelector("form[data-keep]");
const said = form.querySelector("[data-kept]");
const ended = document.querySelector("[data-session-ended]");
let waiting = 0;
let leaving = new AbortController();

window.addEventListener("pageshow", () => {
  leaving = new AbortController();
});

function content() {
  const typed = new FormData(form);
  for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
  return typed;
}

function later(wait) {
  if (!waiting && !form.dataset.sent) waiting = setTimeout(keep, wait);
}

async function keep() {
  waiting = 0;
  document.dispatchEvent(new CustomEvent("token-needed"));
  try {
    const reply = await fetch(form.dataset.keep, {
      method: "POST",
      body: content(),
      // Typing is work: unlike polling it keeps the session alive, and it is told of its end.
      headers: { Accept: "application/json", "HX-Request": "true" },
      redirect: "error",
      signal: leaving.signal,
    });
    if (reply.ok) {
      said.textContent = (await reply.json()).message;
      if (!ended.hidden) document.dispatchEvent(new CustomEvent("session-back"));
      ended.hidden = true;
      return;
    }
    said.textContent = "";
    // Without a session the token is wrong, too: 401 and 403 both mean signing in again.
    if (reply.status === 401 || reply.status === 403) ended.hidden = false;
    if (reply.status === 409) said.textContent = (await reply.json()).message;
    else later(TRY_AGAIN_AFTER);
  } catch {
    // No network just now: try again, unless the page is being left.
    if (!leaving.signal.aborted) later(TRY_AGAIN_AFTER);
  }
}

form.addEventListener("input", () => later(KEEP_AFTER));
form.addEventListener("submit", () => {
  clearTimeout(waiting);
  waiting = 0;
  leaving.abort();
});
// Coming back from the window of the sign-in, or from a dead spot: do not wait for the next key.
for (const [source, name] of [[window, "online"], [window, "focus"]]) {
  source.addEventListener(name, () => {
    if (waiting || !ended.hidden) {
      clearTimeout(waiting);
      waiting = 0;
      keep();
    }
  });
}
