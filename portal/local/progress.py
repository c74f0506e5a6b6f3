"""Progress lines: a spinner and colours on a terminal, plain lines in a log."""

import time
from contextlib import contextmanager

from rich.console import Console


class Progress:
    """Says what a start is doing."""

    def __init__(self, console: Console | None = None):
        self.console = console or Console(soft_wrap=True, highlight=False)

    def say(self, line: str, style: str | None = None) -> None:
        self.console.print(line, style=style, markup=False)

    @contextmanager
    def step(self, line: str):
        """One step: shown while it runs, and with its duration when it is done."""
        started = time.monotonic()
        if self.console.is_terminal:
            with self.console.status(line):
                yield
        else:
            yield
        self.say(f"✓ {line}  {time.monotonic() - started:.1f} s")
