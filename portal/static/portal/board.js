// The board as a live page: more cards without a new page, and word when something changed.
const board = document.querySelector("[data-board]");
const SECONDS = 15;
let tag = "";

async function look() {
  if (document.hidden) return;
  const headers = { "X-Polling": "1", Accept: "application/json" };
  if (tag) headers["If-None-Match"] = tag;
  try {
    const reply = await fetch(board.dataset.board, { headers, redirect: "error", cache: "no-store" });
    if (reply.status !== 200) return;
    tag = reply.headers.get("ETag") || "";
    const { counts, stamp } = await reply.json();
    for (const badge of document.querySelectorAll("[data-column-count]")) {
      const count = counts[badge.dataset.columnCount];
      if (count !== undefined) badge.textContent = String(count);
    }
    const news = document.querySelector("[data-board-news]");
    if (stamp !== board.dataset.stamp) news.hidden = false;
  } catch {
    // No network just now: the next turn tries again.
  }
}

async function more(link) {
  link.setAttribute("aria-busy", "true");
  const reply = await fetch(link.href, { headers: { "X-Polling": "1" } });
  if (!reply.ok) return location.assign(link.href);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  const cards = link.closest(".board-column").querySelector(".board-cards");
  const fresh = [...page.querySelectorAll(".board-cards > .kcard")];
  cards.append(...fresh);
  const next = page.querySelector("[data-more]");
  if (next) link.href = next.href;
  else link.remove();
  link.removeAttribute("aria-busy");
  if (fresh.length) fresh[0].querySelector("a").focus();
}

if (board) {
  setInterval(look, SECONDS * 1000);
  document.addEventListener("visibilitychange", look);
  board.addEventListener("click", (event) => {
    const link = event.target.closest("[data-more]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    more(link);
  });
}
