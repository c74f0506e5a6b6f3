"""A reader in a process of its own is heard while it lives, and ends when nobody listens."""

import io
import json
import subprocess
import sys
import time

from hospitals.readers.abstracts import worker

SPEAKS = """
import sys, time
from hospitals.readers.abstracts.worker import Voice
with Voice(sys.stdout, 0.05):
    time.sleep(60)
"""


def test_voice_says_again_how_far_it_is():
    out = io.StringIO()

    with worker.Voice(out, 0.01) as voice:
        voice.say("codes", 45)
        limit = time.monotonic() + 10
        while out.getvalue().count("\n") < 3 and time.monotonic() < limit:
            time.sleep(0.01)

    assert {line for line in out.getvalue().splitlines()} >= {
        json.dumps({"stage": "codes", "percent": 45})
    }
    assert out.getvalue().count("\n") >= 3


def test_reader_ends_when_nobody_listens():
    process = subprocess.Popen([sys.executable, "-c", SPEAKS], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b'{"stage": "parse", "percent": 0}\n'

    process.stdout.close()

    assert process.wait(10) == 1
