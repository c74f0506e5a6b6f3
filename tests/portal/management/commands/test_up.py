import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from portal.local import processes
from portal.local.postgres import Postgres
from portal.local.probe import well
from portal.local.valkey import Valkey

pytestmark = [pytest.mark.processes, pytest.mark.enable_socket]
SERVERS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
# Of a machine that does much else. Nothing waits longer than it must.
PATIENCE = 240


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """One `manage.py up` of its own folder and port."""

    def __init__(self, state):
        self.state, self.port = state, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {key: value for key, value in os.environ.items() if key not in SERVERS}
        self.environment = {**environment, "BANYAN_STATE_DIR": str(state), "LC_ALL": "C.UTF-8"}
        self.process = None
        self.told = state.with_suffix(".log")
        self.told_second = state.with_suffix(".second.log")

    def run(self, *arguments, told=None):
        with (told or self.told).open("w", encoding="utf-8") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def start(self):
        self.process = self.run("up", "--no-demo", "--port", str(self.port))
        self.wait_for("Ctrl-C stops it.")

    def wait_for(self, words):
        limit = time.monotonic() + PATIENCE
        while words not in self.lines():
            is_over = self.process.poll() is not None and words not in self.lines()
            assert not is_over, self.lines()
            assert time.monotonic() < limit, self.lines()
            time.sleep(0.1)

    def lines(self):
        return self.told.read_text(encoding="utf-8")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def child(self, word):
        """The process that was started with this word: the parent comes before its workers."""
        for pid in sorted(processes.left_behind(self.state)):
            if word in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0"):
                return pid
        raise LookupError(word)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "state")
    yield site
    if site.process is not None and site.process.poll() is None:
        site.stop()
    processes.end(processes.left_behind(site.state))
    for server in (Valkey(site.state), Postgres(site.state)):
        server.end_left_behind()


def test_site_survives_what_may_befall_it_and_a_stop_leaves_nothing(site):
    """One life: a second start of its folder, a part that dies, a death of it all, a new start."""
    site.start()
    _refuse_a_second_start(site)
    _start_a_dead_part_again(site)
    left = _kill(site)

    site.start()

    assert len(left) > 3
    assert [pid for pid in left if processes.alive(pid)] == []
    assert site.stop() == 0
    assert site.lines().splitlines()[-1] == "Stopping…"
    assert processes.left_behind(site.state) == []


def _refuse_a_second_start(site):
    second = site.run("up", "--port", str(free_port()), told=site.told_second)

    assert second.wait(PATIENCE) == 1
    told = site.told_second.read_text(encoding="utf-8")
    assert told == f"The portal of this folder already runs: {site.address}\n"


def _start_a_dead_part_again(site):
    os.kill(site.child("gunicorn"), signal.SIGKILL)
    site.wait_for("web stopped (code -9) and is started again")
    limit = time.monotonic() + PATIENCE
    while not well(site.address, "") and time.monotonic() < limit:
        time.sleep(0.1)

    assert well(site.address, "") is True


def _kill(site):
    """The pids that a killed `up` left behind."""
    site.process.kill()
    site.process.wait()
    left = processes.left_behind(site.state)
    left.append(int(Valkey(site.state).pidfile.read_text(encoding="utf-8")))
    return left


def test_taken_port_is_one_sentence(site):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", site.port))
        listener.listen()
        process = site.run("up", "--port", str(site.port))
        assert process.wait(PATIENCE) == 1

    assert site.lines() == (
        f"Port {site.port} cannot be used (Address already in use); name another one with PORT=….\n"
    )
