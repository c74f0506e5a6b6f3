"""A real Chromium for the journeys: found on the machine, never downloaded."""

import os
import shutil
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in this thread; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDE, NARROW = 1366, 390


@contextmanager
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
        # In the event loop Django gives a test a connection of its own, which nobody else closes.
        connection.close()


class Visitor:
    """One person at one screen, who notes every request that leaves and every error."""

    def __init__(self, browser, site, *, width=WIDE, scripts=True):
        self.site = site
        self.elsewhere = []
        self.context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts
        )
        self.page = self.context.new_page()
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.complaints = []
        self.width = width

    def _note_request(self, request):
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _note_console(self, message):
        # A page that answers 4xx is an answer like any other; scripts that fail are not.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def open(self, path):
        return self.page.goto(self.site + path)

    def sign_in(self, username, password):
        self.open("/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", password)
        self.page.click("main button.btn-primary")
        self.page.wait_for_load_state()

    def violations(self):
        """What axe finds wrong on this page: rule and place."""
        found = Axe().run(self.page, options=WCAG).response["violations"]
        return [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]]

    def overflow(self):
        """How many pixels the page is wider than the screen."""
        return self.page.evaluate("document.documentElement.scrollWidth") - self.width

    def faults_of(self, paths):
        """path → what is wrong there at either width; nothing of a page that is right."""
        found = {}
        for path in paths:
            self.open(path)
            if wrong := self.faults():
                found[path] = wrong
        return found

    def faults(self):
        """What axe finds on this page and how many pixels it is too wide, at both widths."""
        found = {}
        for width in (self.width, *{WIDE, NARROW} - {self.width}):
            self.resize(width)
            wrong = (self.violations(), self.overflow())
            if wrong != ([], 0):
                found[width] = wrong
        return found

    def resize(self, width):
        self.page.set_viewport_size({"width": width, "height": 800})
        self.width = width

    def close(self):
        self.context.close()
