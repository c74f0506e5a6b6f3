"""How long something took, and how much computing: the ratio of the latter holds on a busy machine.

Computing is that of this process, of its children that ended, and of the database's own process.
"""

import os
import resource
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")


class Taken(NamedTuple):
    """Seconds on the wall, and of processors."""

    wall: float
    cpu: float

    def over(self, base: "Taken") -> str:
        return f"ratio {self.wall / base.wall:5.2f}, of CPU {self.cpu / base.cpu:5.2f}"


def cpu() -> float:
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + _of_database()


def _of_database():
    """What the server's process of our connection used; nothing where there is no connection."""
    return of_server(connection.connection) if connection.connection else 0


def of_server(its) -> float:
    """What the server's process of a connection used."""
    line = Path(f"/proc/{its.info.backend_pid}/stat").read_text(encoding="utf-8")
    user, system = line.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS


def spread(act, tasks, hands) -> None:
    """act(task, hand) for every task; each hand takes the next one when it is done with one."""
    left, lock = iter(tasks), threading.Lock()

    def take(hand):
        while True:
            with lock:
                task = next(left, None)
            if task is None:
                return
            act(task, hand)

    with ThreadPoolExecutor(len(hands)) as pool:
        list(pool.map(take, hands))


def timed(act) -> tuple[object, Taken]:
    """What it gave, and what it took; where it tells itself what others used for it, with that."""
    wall, used = time.perf_counter(), cpu()
    answer = act()
    more = answer if isinstance(answer, float) else 0
    return answer, Taken(time.perf_counter() - wall, cpu() - used + more)


def median(act, times: int) -> Taken:
    return middle([timed(act)[1] for _time in range(times)])


def middle(taken) -> Taken:
    return Taken(*map(statistics.median, zip(*taken, strict=True)))


def megabytes() -> float:
    """The most memory that this process had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
