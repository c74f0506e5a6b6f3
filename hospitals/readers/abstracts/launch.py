"""Start the reader of files of facts in a process of its own, and pass on what it says."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from hospitals.readers.abstracts.source import Unreadable

MODULE = "hospitals.readers.abstracts.worker"
LOOK_SECONDS, READ_SECONDS = 60, 3600
ROOT = Path(__file__).resolve().parent.parent.parent.parent


def _(text: str) -> str:
    """Mark a Chinese text for the catalogue; it is translated where it is shown."""
    return text


def run(order: dict, say: Callable[[str, int], None] = lambda stage, percent: None) -> dict:
    """What the reader found; Unreadable when it refuses the file, dies, or takes too long."""
    seconds = READ_SECONDS if order["act"] == "read" else LOOK_SECONDS
    process = subprocess.Popen(
        [sys.executable, "-m", MODULE],
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        with process:
            process.stdin.write(json.dumps(order))
            process.stdin.close()
            return _heard(process.stdout, say)
    except BrokenPipeError:
        raise _lost() from None
    finally:
        timer.cancel()
        process.kill()


def _heard(lines, say):
    for line in lines:
        told = json.loads(line)
        if "stage" in told:
            say(told["stage"], told["percent"])
        elif "refused" in told:
            raise Unreadable(told["refused"], **told["numbers"])
        else:
            return told["result"]
    raise _lost()


def _lost():
    return Unreadable(_("读取文件用时或占用内存过多，已停止。请按月分成几个文件。"))
