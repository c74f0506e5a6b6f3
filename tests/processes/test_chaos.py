"""A short make chaos: everything is killed once, and nothing is lost or doubled."""

import os
import re
import subprocess
import sys

import pytest

pytestmark = pytest.mark.processes

COMMAND = (sys.executable, "-m", "tests.chaos", "--seconds", "20", "--every", "1.5", "--seed", "3")
# The run makes servers of its own, not those of this test run.
OURS = ("DATABASE_URL", "REDIS_URL", "BANYAN_STATE_DIR", "DJANGO_SETTINGS_MODULE")
ALWAYS_NONE = ("lost filings", "doubled filings", "lost moves", "doubled moves", "broken laws")
EACH_KIND = {"web worker", "pool process", "web", "worker", "beat", "valkey", "postgres"}


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(record_property):
    told = {name: value for name, value in os.environ.items() if name not in OURS}

    done = subprocess.run(
        COMMAND, env=told, capture_output=True, text=True, timeout=300, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    counts = dict(re.findall(r"^(\w[\w ]*?) {2,}(\d+)", done.stdout, re.MULTILINE))
    assert {kind: counts[kind] for kind in ALWAYS_NONE} == dict.fromkeys(ALWAYS_NONE, "0")
    assert int(counts["acknowledged"]) > 0
    kinds = re.search(r"^kills +\d+: (.*)$", done.stdout, re.MULTILINE)[1]
    paused = re.search(r"^pauses +\d+: (.*)$", done.stdout, re.MULTILINE)[1]
    assert set(re.findall(r"([a-z ]+?) \d+(?:, |$)", f"{kinds}, {paused}")) >= EACH_KIND
    record_property("chaos", done.stdout)
