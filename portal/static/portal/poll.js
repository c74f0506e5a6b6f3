// Keeps an open page true: counts every 15 s and the list below them, 304 when nothing changed.
// Not in a hidden tab, and no more once the session has ended; signing in again starts it anew.
const SECONDS = 15;
// Waiting times are words: every fourth look reads the list again although no row has changed.
const WORDS_EVERY = 4;
const address = document.body.dataset.summary;
const tags = new Map();
let known = null;
let turn = 0;

function place(name) {
  return document.querySelector(`[data-${name}]`);
}

function showCounts(counts) {
  for (const badge of document.querySelectorAll("[data-count]")) {
    const count = counts[badge.dataset.count];
    if (count === undefined) continue;
    badge.textContent = count > 99 ? "99+" : String(count);
    badge.hidden = count === 0;
  }
}

function tellArrivals(counts) {
  const before = known;
  known = counts;
  if (!before || counts.newest === undefined || counts.newest <= before.newest) return;
  const many = Math.max(1, counts.incoming - before.incoming);
  const toast = place("toast");
  const words = toast.querySelector("[data-words]");
  words.textContent = words.dataset.words.replace("{count}", String(many));
  toast.hidden = false;
  document.dispatchEvent(new CustomEvent("arrived"));
}

async function ask(url, headers, isFresh) {
  const sent = { "X-Polling": "1", ...headers };
  if (tags.has(url) && !isFresh) sent["If-None-Match"] = tags.get(url);
  const reply = await fetch(url, { headers: sent, redirect: "error", cache: "no-store" });
  if (reply.status === 401) {
    place("session-ended").hidden = false;
    document.dispatchEvent(new CustomEvent("session-ended"));
    return null;
  }
  if (reply.ok || reply.status === 304) place("session-ended").hidden = true;
  if (reply.status !== 200) return null;
  tags.set(url, reply.headers.get("ETag") || "");
  return reply;
}

// What somebody is working in is not replaced under their hands.
function isBusy(region) {
  return region.contains(document.activeElement) || region.querySelector("input:checked, details[open]");
}

async function refresh() {
  const region = place("live");
  if (!region || isBusy(region)) return;
  const reply = await ask(location.href, { Accept: "text/html" }, turn % WORDS_EVERY === 0);
  if (!reply) return;
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (fresh && !isBusy(region)) region.replaceChildren(...fresh.childNodes);
}

async function look(isBack) {
  if (document.hidden || (!place("session-ended").hidden && !isBack)) return;
  turn += 1;
  try {
    const reply = await ask(address, { Accept: "application/json" });
    if (reply) {
      const counts = await reply.json();
      showCounts(counts);
      tellArrivals(counts);
    }
    if (turn > 1) await refresh();
  } catch {
    // No network just now: the next turn tries again.
  }
}

function sayWhetherOnline() {
  place("offline").hidden = navigator.onLine;
}

if (address) {
  look(false);
  setInterval(() => look(false), SECONDS * 1000);
  document.addEventListener("visibilitychange", () => look(false));
  document.addEventListener("session-back", () => look(true));
  // Coming back from the window of the sign-in.
  window.addEventListener("focus", () => place("session-ended").hidden || look(true));
  window.addEventListener("offline", sayWhetherOnline);
  window.addEventListener("online", sayWhetherOnline);
  sayWhetherOnline();
  place("close").addEventListener("click", () => {
    place("toast").hidden = true;
  });
}
