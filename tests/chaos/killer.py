"""Faults by dice: kill -9 of every kind of process, and pauses in which one only seems dead."""

import random
import signal
import time
from collections import Counter

from tests.chaos.site import POOL, WEB_WORKER

KINDS = (WEB_WORKER, POOL, "web", "worker", "beat", "valkey", "postgres")
# What may be stopped for a while and go on as if nothing had been.
PAUSED = (WEB_WORKER, POOL, "worker", "valkey", "beat")
ONE_IN = 4


class Killer:
    """Commits one fault after the other; every kind has its turn before any comes again."""

    def __init__(self, site, seed, every):
        self.site, self.every = site, every
        self.dice = random.Random(seed)
        self.kills, self.pauses = Counter(), Counter()
        self.turn, self.asleep = [], []
        self.next_at = time.monotonic() + every
        self.last_at = time.monotonic()

    def look(self):
        """Commit the next fault when its time has come; wake whom it paused."""
        now = time.monotonic()
        for pid, until in list(self.asleep):
            if now >= until:
                self.wake(pid, until)
        if now >= self.next_at:
            self.commit(now)
            self.next_at = time.monotonic() + self.dice.uniform(0.5, 1.5) * self.every

    def commit(self, now):
        self.turn = self.turn or self.dice.sample(KINDS, len(KINDS))
        name = self.turn.pop()
        found = self.site.targets(name)
        if not found:
            self.turn.insert(0, name)
            return
        pid = self.dice.choice(found)
        if name in PAUSED and self.dice.randrange(ONE_IN) == 0:
            if self.site.signal(pid, signal.SIGSTOP):
                self.asleep.append((pid, now + self.dice.uniform(1, 3)))
                self.pauses[name] += 1
        elif self.site.signal(pid, signal.SIGKILL):
            self.kills[name] += 1
        self.last_at = time.monotonic()

    def wake(self, pid, until):
        self.site.signal(pid, signal.SIGCONT)
        self.asleep.remove((pid, until))

    def wake_all(self):
        for pid, until in list(self.asleep):
            self.wake(pid, until)
