// Keeps the counts of the frame fresh: every 15 s, 304 when nothing changed, not in a hidden tab.
const SECONDS = 15;
const address = document.body.dataset.summary;
let tag = "";
let ended = false;

function show(counts) {
  for (const badge of document.querySelectorAll("[data-count]")) {
    const count = counts[badge.dataset.count];
    if (count === undefined) continue;
    badge.textContent = count > 99 ? "99+" : String(count);
    badge.hidden = count === 0;
  }
}

function sayEnded() {
  ended = true;
  const words = document.querySelector("[data-session-ended]");
  if (words) words.hidden = false;
}

async function look() {
  if (ended || document.hidden) return;
  const headers = { "X-Polling": "1", Accept: "application/json" };
  if (tag) headers["If-None-Match"] = tag;
  try {
    const reply = await fetch(address, { headers, redirect: "error", cache: "no-store" });
    if (reply.status === 401) return sayEnded();
    if (reply.status !== 200) return;
    tag = reply.headers.get("ETag") || "";
    show(await reply.json());
  } catch {
    // No network just now: the next turn tries again.
  }
}

if (address) {
  look();
  setInterval(look, SECONDS * 1000);
  document.addEventListener("visibilitychange", look);
}
