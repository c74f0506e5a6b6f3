"""The real set of processes in a folder of its own: servers, web, worker and beat."""

import os
import re
import socket
import urllib.error
import urllib.request

from portal.local import site
from portal.local.postgres import Postgres
from portal.local.supervisor import Child
from tests.processes.fleet import Fleet, children_of

WEB_WORKER = "web worker"
POOL = "pool process"
SERVERS = ("postgres", "valkey")
PROCESSES = ("web", "worker", "beat")


class Site(Fleet):
    """PostgreSQL waits for the disk, as in earnest; Valkey keeps nothing, as the worst would."""

    def __init__(self, state):
        super().__init__(state)
        self.port = free_port()
        server = Postgres(self.state)
        postgres = Child(
            "postgres",
            server.command,
            prepare=server.prepare,
            stop_signal=server.stop_signal,
            patience=30,
        )
        self.ready = {"postgres": server.ready, "valkey": self.valkey.ready, "web": self.answers}
        self.children |= {"postgres": postgres, "web": site.web("127.0.0.1", self.port)}

    def start(self, *names):
        for name in names:
            child = self.children[name]
            self.supervisor.start(child)
            if name in self.ready:
                self.supervisor.wait_until(child, self.ready[name])

    def answers(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def targets(self, name):
        """The processes of this name: of a pool those that were forked, else the one started."""
        child = self.children[{WEB_WORKER: "web", POOL: "worker"}.get(name, name)]
        process = child.process
        if process is None or process.poll() is not None:
            return []
        # Chaos is no wear: the supervisor shall not lose patience with what it started.
        child.deaths = 0
        return children_of(process.pid) if name in (WEB_WORKER, POOL) else [process.pid]

    def errors_of_web(self):
        """The last line of each traceback in the log of web, each once."""
        log = self.supervisor.log_path(self.children["web"]).read_text(encoding="utf-8")
        return sorted(set(re.findall(r"^[\w.]+(?:Error|Exception|Interrupted)\b.*$", log, re.M)))

    def signal(self, pid, number):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return False
        return True


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
