// Loads htmx where the browser is able to run it; without it every page is a plain page.
const address = document.querySelector('meta[name="htmx-address"]');

function able() {
  return "replaceChildren" in Element.prototype && "AbortController" in window && "fetch" in window;
}

// Chromium below 88 refuses a complex selector inside :not(), and htmx asks for exactly one.
function shim() {
  const refused = "title:not(svg title)";
  try {
    document.querySelector(refused);
  } catch {
    for (const owner of [Document, DocumentFragment, Element]) {
      const original = owner.prototype.querySelector;
      owner.prototype.querySelector = function (selector) {
        return original.call(this, selector === refused ? "title" : selector);
      };
    }
  }
}

if (address && able()) {
  shim();
  const script = document.createElement("script");
  script.src = address.content;
  document.head.append(script);
}
