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
from portal.local.probe import well
from portal.local.valkey import Valkey

pytestmark = [pytest.mark.processes, pytest.mark.enable_socket]
SERVERS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


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

    def run(self, *arguments, **options):
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start(self):
        self.process = self.run("up", "--no-demo", "--port", str(self.port))
        self.wait_for(lambda: well(self.address, ""))

    def wait_for(self, true, seconds=60):
        limit = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < limit, self.stop()
            time.sleep(0.1)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=60)[0]

    def children(self, word):
        pids = processes.left_behind(self.state)
        commands = {pid: (f"/proc/{pid}/cmdline") for pid in pids}
        return [
            pid
            for pid, path in commands.items()
            if word in Path(path).read_text(encoding="utf-8").split("\0")
        ]


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path / "state")
    yield site
    if site.process is not None and site.process.poll() is None:
        site.stop()


def test_whole_site_starts_restarts_its_dead_and_stops(site):
    site.start()
    site.wait_for(lambda: site.children("worker") and site.children("beat"))
    web = site.children("gunicorn")
    os.kill(min(web), signal.SIGKILL)
    site.wait_for(lambda: site.children("gunicorn") and min(site.children("gunicorn")) not in web)
    site.wait_for(lambda: well(site.address, ""))

    second = site.run("up", "--port", str(free_port()))
    refusal = second.communicate(timeout=60)[0]
    told = site.stop()

    assert second.returncode == 1
    assert refusal == f"The portal of this folder already runs: {site.address}\n"
    assert f"web stopped (code -9) and is started again; its log is {site.state}" in told
    assert told.splitlines()[-1] == "Stopping…"
    assert processes.left_behind(site.state) == []
    assert site.process.returncode == 0


def test_killed_start_is_recovered_by_the_next(site):
    site.start()
    site.process.kill()
    site.process.communicate()
    left = processes.left_behind(site.state)
    valkey = int(Valkey(site.state).pidfile.read_text(encoding="utf-8"))

    site.start()
    site.stop()

    assert left != []
    assert [pid for pid in [*left, valkey] if processes.alive(pid)] == []


def test_taken_port_is_one_sentence(site):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", site.port))
        listener.listen()
        process = site.run("up", "--port", str(site.port))
        told = process.communicate(timeout=60)[0]

    assert process.returncode == 1
    assert told == (
        f"Port {site.port} cannot be used (Address already in use); name another one with PORT=….\n"
    )
