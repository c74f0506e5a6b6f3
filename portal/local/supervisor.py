"""Starts processes, starts again what dies, and stops all of them in the reverse order."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from portal.local import folders, processes
from portal.local.errors import StartError

# A process that keeps dying is started again after 0, 1, 2, 4 … seconds, at most this many.
LONGEST_PAUSE = 30
STEADY_AFTER = 20


@dataclass
class Child:
    """One process that should always run."""

    name: str
    command: Callable[[], list[str]]
    prepare: Callable[[], None] = lambda: None
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 15
    process: subprocess.Popen | None = None
    started: float = 0
    deaths: int = 0
    start_again_at: float = field(default=0)


class Supervisor:
    """Keeps the children of one state folder running."""

    def __init__(self, state: Path, say: Callable[[str], None]):
        self.state = Path(state)
        self.say = say
        self.children: list[Child] = []

    def log_path(self, child: Child) -> Path:
        return self.state / "log" / f"{child.name}.log"

    def start(self, child: Child) -> None:
        if child not in self.children:
            self.children.append(child)
        child.prepare()
        folders.private(self.state / "log")
        with folders.told(self.state), self.log_path(child).open("ab") as log:
            child.process = subprocess.Popen(
                child.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **processes.mark(self.state)},
                # Its own session: Ctrl-C reaches only us, and we stop everything in order.
                start_new_session=True,
            )
        child.started = time.monotonic()

    def wait_until(self, child: Child, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for the child to answer; the last line of its log is the reason when it does not."""
        limit = time.monotonic() + seconds
        while not ready():
            ended = child.process is None or child.process.poll() is not None
            if ended or time.monotonic() > limit:
                raise StartError(
                    _("%(name)s 没有启动成功，日志在 %(log)s（%(reason)s）。")
                    % {
                        "name": child.name,
                        "log": self.log_path(child),
                        "reason": self.last_line(child),
                    }
                )
            time.sleep(0.05)

    def last_line(self, child: Child) -> str:
        text = self.log_path(child).read_text(encoding="utf-8", errors="replace").strip()
        return text.splitlines()[-1] if text else "–"

    def look(self) -> None:
        """Start again each child that has died."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._note_death(child)
            if child.process is None and time.monotonic() >= child.start_again_at:
                self._start_again(child)

    def _note_death(self, child: Child) -> None:
        steady = time.monotonic() - child.started > STEADY_AFTER
        child.deaths = 0 if steady else child.deaths + 1
        pause = min(2 ** (child.deaths - 1), LONGEST_PAUSE) if child.deaths > 1 else 0
        child.start_again_at = time.monotonic() + pause
        self.say(
            _("%(name)s 已停止（代码 %(code)d），正在重新启动；日志在 %(log)s。")
            % {
                "name": child.name,
                "code": child.process.returncode,
                "log": self.log_path(child),
            }
        )
        self._kill_group(child)
        child.process = None

    def _start_again(self, child: Child) -> None:
        try:
            self.start(child)
        except StartError as error:
            child.deaths += 1
            child.start_again_at = time.monotonic() + min(2**child.deaths, LONGEST_PAUSE)
            self.say(str(error))

    def stop(self) -> None:
        """Stop all children, the last one started first; nothing is left running."""
        for child in reversed(self.children):
            self._stop_child(child)
        processes.end(processes.left_behind(self.state), patience=2)

    def _stop_child(self, child: Child) -> None:
        if child.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.process.send_signal(child.stop_signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(child.patience)
        self._kill_group(child)
        child.process.wait()
        child.process = None

    def _kill_group(self, child: Child) -> None:
        """What a dead child leaves, such as the pool of a worker, would keep its work."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.process.pid, signal.SIGKILL)
