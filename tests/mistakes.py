"""What every page owes somebody whose form it refuses (scorecard: error summary)."""

from html.parser import HTMLParser

SAID = "field-error"
EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Page(HTMLParser):
    """A page by what the summary of its mistakes promises."""

    def __init__(self, text):
        super().__init__()
        self.title, self.first, self.links, self.ids, self.said = "", None, [], set(), []
        self._open = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids.add(given.get("id"))
        if self._open and self._open[-1][0] == "main" and self.first is None:
            self.first = given
        if tag == "a" and self._inside("data-error-summary"):
            self.links.append([given["href"].removeprefix("#"), ""])
        if SAID in given.get("class", ""):
            self.said.append("")
        if tag not in EMPTY:
            self._open.append((tag, given))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self._open and self._open[-1][0] == "title":
            self.title += text
        if self._open and self._open[-1][0] == "a" and self._inside("data-error-summary"):
            self.links[-1][1] += text
        if any(SAID in given.get("class", "") for _tag, given in self._open):
            self.said[-1] += text

    def _inside(self, name):
        return any(name in given for _tag, given in self._open)


def faults(response):
    """What is missing of: title, summary first in main and focusable, its links, its words."""
    page = Page(response.content.decode())
    found = [] if page.title.startswith("错误：") else [f"title {page.title!r}"]
    if page.first is None or "data-error-summary" not in page.first:
        return [*found, "no summary first in main"]
    if page.first.get("tabindex") != "-1":
        found.append("the summary takes no focus")
    found += [f"#{name} leads nowhere" for name, _words in page.links if name not in page.ids]
    beside = [words.strip() for words in page.said]
    return found + [
        f"{words!r} does not stand beside #{name}"
        for name, words in page.links
        if not any(words.partition("　")[2] in said for said in beside)
    ]
