// A page that shows work under way is asked again by itself; without scripts its link does that.
const SECONDS = 2;

function again() {
  if (document.hidden) return document.addEventListener("visibilitychange", again, { once: true });
  location.reload();
}

if (document.querySelector("[data-again]")) setTimeout(again, SECONDS * 1000);
