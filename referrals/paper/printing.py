"""Runs the press: one process per sheet, with nothing of ours in its environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from referrals.paper.slip import Slip

# The paper of Chinese hospitals is Chinese, whatever language the reader's pages have.
LANGUAGE = "zh-hans"
SECONDS = 90
# From the most readable to the one that fits best.
SIZES = ("roomy", "dense", "dense flowing")
STYLE = Path("portal", "static", "portal", "slip.css")
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")


class PressError(Exception):
    """The press gave no PDF; code says why: "slow" or "broken"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code


def pdf_of(slip: Slip) -> bytes:
    """The slip as a tagged PDF, smaller when it would not fit on the two sides of a sheet."""
    with override(LANGUAGE):
        pages = [
            render_to_string("referrals/slip.html", {"slip": slip, "size": size}) for size in SIZES
        ]
    style = (settings.BASE_DIR / STYLE).read_text(encoding="utf-8")
    return run({"variants": pages, "style": style})


def run(order: dict, seconds: float = SECONDS) -> bytes:
    """What the press makes of the order, or PressError."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "referrals.paper.press"],
            input=json.dumps(order).encode(),
            capture_output=True,
            cwd=settings.BASE_DIR,
            env=environment(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PressError("slow") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise PressError("broken", done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def environment() -> dict[str, str]:
    """Where programs, libraries and fonts are; no key and no password."""
    folder = Path(settings.STATE_DIR) / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "XDG_CACHE_HOME": str(folder)}
