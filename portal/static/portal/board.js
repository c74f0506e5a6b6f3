// The board as a live page: more cards, menus, dragging, and word when something changed.
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

// The menu of a card: the steps that this person may take now, asked for when it is opened.
async function openMoves(card) {
  const link = card.querySelector("[data-moves]");
  let list = card.querySelector("[data-moves-list]");
  if (list) return list;
  const reply = await fetch(link.href, { headers: { "X-Polling": "1" } });
  if (!reply.ok) return location.assign(link.href);
  const page = new DOMParser().parseFromString(await reply.text(), "text/html");
  list = page.querySelector("[data-moves-list]");
  link.closest(".kcard-foot").after(list);
  link.setAttribute("aria-expanded", "true");
  return list;
}

function closeMoves(card) {
  const list = card.querySelector("[data-moves-list]");
  if (list) list.remove();
  card.querySelector("[data-moves]").removeAttribute("aria-expanded");
}

function say(words) {
  document.querySelector("[data-board-said]").textContent = words;
}

// A dropped card moves nothing: it opens the form of the step that leads there, or says why none does.
async function dropped(card, column) {
  const list = await openMoves(card);
  if (!list) return;
  const fitting = [...list.querySelectorAll("a")].filter((link) => link.dataset.to.split(" ").includes(column));
  if (fitting.length === 1) return location.assign(fitting[0].href);
  for (const link of fitting) link.classList.add("is-meant");
  say(fitting.length ? board.dataset.several : board.dataset.noWay);
  (fitting[0] || list.querySelector("a") || card.querySelector("a")).focus();
}

function makeSortable() {
  for (const cards of board.querySelectorAll(".board-cards")) {
    window.Sortable.create(cards, {
      group: "board",
      sort: false,
      delay: 150,
      delayOnTouchOnly: true,
      filter: "a, button, summary, input",
      preventOnFilter: false,
      onStart: () => board.classList.add("is-dragging"),
      onEnd: (event) => {
        board.classList.remove("is-dragging");
        const { item, from, to, oldIndex } = event;
        if (from === to) return;
        // Back where it was: only the server moves a referral.
        from.insertBefore(item, from.children[oldIndex] || null);
        dropped(item, to.dataset.column);
      },
    });
  }
  board.dataset.draggable = "";
}

function loadSortable() {
  const script = document.createElement("script");
  script.src = board.dataset.sortable;
  script.addEventListener("load", makeSortable);
  document.head.append(script);
}

if (board) {
  setInterval(look, SECONDS * 1000);
  document.addEventListener("visibilitychange", look);
  if (window.matchMedia("(pointer: fine)").matches) loadSortable();
  board.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const further = event.target.closest("[data-more]");
    const menu = event.target.closest("[data-moves]");
    if (!further && !menu) return;
    event.preventDefault();
    if (further) return more(further);
    const card = menu.closest(".kcard");
    if (menu.hasAttribute("aria-expanded")) return closeMoves(card);
    const list = await openMoves(card);
    const first = list && list.querySelector("a");
    if (first) first.focus();
  });
  board.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const card = event.target.closest(".kcard");
    if (!card || !card.querySelector("[data-moves-list]")) return;
    closeMoves(card);
    card.querySelector("[data-moves]").focus();
  });
}
