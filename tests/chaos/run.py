"""One run: disturb, settle, report."""

import time
from collections import Counter
from pathlib import Path

from django.db import Error, connection
from django.utils import timezone

from portal.models import OutboxMessage
from referrals.models import Timer
from tests.chaos import verdict
from tests.chaos.clients import Client, Ledger, Screen
from tests.chaos.killer import Killer
from tests.factories import referrals as make

PEOPLE = ("clinician", "coordinator", "reviewer", "receiver", "desk", "head")


class Run:
    """The site, its clients, the one who kills, and what came of it."""

    def __init__(self, site, options):
        self.site, self.options = site, options
        world = make.World()
        screens = {name: Screen(site.port, getattr(world, name)) for name in PEOPLE}
        connection.close()
        self.ledger = Ledger(Path(site.state) / "ledger.jsonl")
        self.clients = [
            Client(number, world, screens, self.ledger, options.seed)
            for number in range(options.clients)
        ]
        self.killer = Killer(site, options.seed, options.every)
        self.settled_after = None

    def disturb(self):
        """Let the clients work and commit faults for the given time."""
        for client in self.clients:
            client.start()
        limit = time.monotonic() + self.options.seconds
        self.site.run_until(lambda: self.killer.look() or time.monotonic() > limit, 10**6, 0.05)
        self.killer.wake_all()
        for client in self.clients:
            client.enough.set()

    def settle(self, seconds):
        """No faults any more: wait until everybody is answered and everything delivered."""
        settled = self.site.run_until(self.is_settled, seconds)
        self.settled_after = time.monotonic() - self.killer.last_at
        for client in self.clients:
            client.give_up.set()
            client.join()
        return settled

    def is_settled(self):
        if any(client.is_alive() for client in self.clients):
            return False
        try:
            late = Timer.objects.to_sweep(timezone.now())
            undelivered = OutboxMessage.objects.filter(delivered_at=None)
            return not (late.exists() or undelivered.exists())
        except Error:
            # The server was killed a moment ago and this connection with it.
            connection.close()
            return False

    def report(self):
        """Print the figures; returns what is wrong."""
        ledger, killer = self.ledger, self.killer
        verbs = Counter(entry.verb for entry in ledger.entries)
        print(f"acknowledged   {len(ledger.entries)}: {told(verbs)}")
        print(f"kills          {killer.kills.total()}: {told(killer.kills)}")
        print(f"pauses         {killer.pauses.total()}: {told(killer.pauses)}")
        print(f"retries        {ledger.retries}: {told(ledger.failures)}")
        print(f"replayed       {ledger.replayed}")
        print(f"queued again   {queued_again()} of {OutboxMessage.objects.count()} messages")
        print(f"settled        {self.settled_after:.1f} s after the last fault")
        wrong = verdict.compare(ledger.entries) | {
            "refused": ledger.refused,
            "errors instead of 503": [
                what for what in ledger.failures if what.startswith("5") and what != EXPECTED
            ],
        }
        if wrong["errors instead of 503"]:
            wrong["errors instead of 503"] += self.site.errors_of_web()
        for kind, rows in wrong.items():
            print(f"{kind:<28} {len(rows)} {' '.join(map(str, rows[:3]))}".rstrip())
        return {kind: rows for kind, rows in wrong.items() if rows}


EXPECTED = "503 with Retry-After"


def told(counts):
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items())) or "none"


def queued_again():
    return sum(
        tries - 1 for tries in OutboxMessage.objects.values_list("tries", flat=True) if tries
    )
