"""make bench: filing, worklist and search against bare views, in one run on one real server.

`python -m bench imports` takes only the import of a long file, which needs no web server.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import django

from portal.local import servers
from portal.local.supervisor import Supervisor


def main():
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
        state = Path(folder)
        os.environ["BANYAN_STATE_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        supervisor = Supervisor(state, say=print)
        try:
            # Not throw-away: commits wait for the disk, as in earnest.
            servers.wait(supervisor, servers.start(supervisor))
            os.environ.update(servers.environment(state))
            run()
        finally:
            supervisor.stop()


def run():
    django.setup()
    from bench import files, imports, report, world  # noqa: PLC0415 - needs Django's settings first

    print("building the world")
    if sys.argv[1:] == ["imports"]:
        world.build_base()
        imports.report()
        return files.report()
    world.build()
    port = free_port()
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "portal.wsgi:application", "--workers=2"]
        + [f"--bind=127.0.0.1:{port}", "--log-level=warning"]
    )
    try:
        wait_for_web(port)
        report.filing(port)
        report.worklist(port)
        report.polls(port)
        report.search(port)
        report.board(port)
    finally:
        web.terminate()
        web.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_web(port):
    for _try in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the web server did not come up")


if __name__ == "__main__":
    main()
