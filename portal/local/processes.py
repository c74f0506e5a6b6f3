"""Processes that a killed start left behind are known by the mark in their environment."""

import contextlib
import os
import signal
import time
from pathlib import Path

MARK = "BANYAN_UP"


def mark(state: Path) -> dict[str, str]:
    """The environment entry by which the next start knows what this one left behind."""
    return {MARK: str(Path(state).resolve())}


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process runs with this working folder, so it is our server and not a stranger."""
    try:
        return alive(pid) and os.path.samefile(f"/proc/{pid}/cwd", folder)
    except PermissionError:
        # Root in a container may not look into another account's process, but may read its command.
        return os.fsencode(folder) in _read(f"/proc/{pid}/cmdline").split(b"\0")
    except OSError:
        return False


def left_behind(state: Path) -> list[int]:
    """Living processes that an earlier start of this state folder made."""
    wanted = f"{MARK}={Path(state).resolve()}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if wanted in _read(folder / "environ").split(b"\0") and pid != os.getpid() and alive(pid):
            found.append(pid)
    return found


def end(pids: list[int], *, first: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
    """Ask the processes to stop, wait, then kill the rest."""
    _send(pids, first)
    if not _gone(pids, patience):
        _send(pids, signal.SIGKILL)
        _gone(pids, 5)


def _read(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def _send(pids: list[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def _gone(pids: list[int], patience: float) -> bool:
    limit = time.monotonic() + patience
    while any(alive(pid) for pid in pids):
        if time.monotonic() > limit:
            return False
        time.sleep(0.05)
    return True
