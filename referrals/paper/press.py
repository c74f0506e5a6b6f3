"""The program that turns pages into a tagged PDF, as a process of its own.

It reads one JSON object from standard input and writes the PDF to standard output. It has no
database, no secrets and no network: it opens nothing but data: addresses. Its memory and time are
limited, and all of both goes back to the machine when it ends.
"""

import json
import resource
import sys

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

# Address space, not resident memory: the fonts are mapped, and count although they are not read.
MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 60
# A sheet has two sides.
SIDES = 2
ACCESSIBLE = "pdf/ua-1"


def limit() -> None:
    """No page may take the machine with it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def pdf_of(variants: list[str], style: str) -> bytes:
    """The first variant that fits on the two sides of a sheet; the last, however long it is."""
    fonts = FontConfiguration()
    fetcher = URLFetcher(allowed_protocols=("data",))
    sheet = CSS(string=style, url_fetcher=fetcher, font_config=fonts)
    options = {"stylesheets": [sheet], "pdf_variant": ACCESSIBLE}
    for text in variants:
        page = HTML(string=text, url_fetcher=fetcher)
        document = page.render(font_config=fonts, **options)
        if len(document.pages) <= SIDES:
            break
    return document.write_pdf(**options)


def main() -> None:
    limit()
    order = json.load(sys.stdin)
    sys.stdout.buffer.write(pdf_of(order["variants"], order["style"]))


if __name__ == "__main__":
    main()
