"""make bench-metrics: import and figures of case abstracts, as ratios against baselines of the run.

ROWS=1000000 or several, "1000000 10000000"; each size is a database and a folder of its own.
MONTHS: over how many months; where it is not given, as many as make a month of both provinces as
large as it really is. TIMES: how often the full recompute is timed; the median is shown.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
import psycopg2

from portal.local import servers
from portal.local.supervisor import Supervisor

ROWS_OF_A_MONTH = 830_000
TIMES = int(os.environ.get("TIMES", "3"))
PROCESSES = os.cpu_count() or 1
# Loading more into PostgreSQL takes longer than all else.
MOST_IN_POSTGRES = int(os.environ.get("MOST_IN_POSTGRES", "10000000"))
TUNED = {"shared_buffers": "2GB", "max_wal_size": "8GB", "effective_cache_size": "8GB"}
READ = (
    "hospital, stay_key, person_key, residence, admit_date, discharge_date, los_days, chapter,"
    " op_main, op_kind, op_level, is_minimally_invasive, discharge_mode, dest_hospital,"
    " readmit_plan, cost_fen,"
    " drg_code, drg_version, rw_e4, dept_out"
)


def main():
    sizes = [int(rows) for rows in os.environ.get("ROWS", "1000000").split()]
    for at, rows in enumerate(sizes):
        with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
            supervisor = Supervisor(Path(folder), say=print)
            try:
                servers.wait(supervisor, servers.start(supervisor))
                tune(Path(folder))
                supervisor.stop()
                servers.wait(supervisor, servers.start(supervisor))
                # A process of its own: settings and connections are those of one database.
                command = [sys.executable, "-m", "bench.metrics", "measure", str(rows)]
                command += ["import"] if at == 0 else []
                subprocess.run(command, check=True, env=environment(Path(folder)))
            finally:
                supervisor.stop()


def tune(folder):
    """As a server of its own has it, for the portal and for the baseline."""
    with contextlib.closing(psycopg2.connect(servers.environment(folder)["DATABASE_URL"])) as its:
        its.autocommit = True
        for name, value in TUNED.items():
            its.cursor().execute(f"ALTER SYSTEM SET {name} = '{value}'")


def environment(folder):
    own = {"BANYAN_STATE_DIR": str(folder), "FACTS_DIR": str(folder / "facts")}
    own["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    return os.environ | servers.environment(folder) | own


def measure(rows, *, with_import):
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from bench import abstracts, clock, figures  # noqa: PLC0415 - need Django's settings first

    call_command("migrate", verbosity=0)
    if with_import:
        abstracts.report(say, min(rows, 1_000_000))
    months = int(os.environ.get("MONTHS", "0")) or max(1, round(rows / ROWS_OF_A_MONTH))
    made, taken = clock.timed(lambda: figures.synthesize(rows, months))
    say(made, f"synthesize, {months} months", taken)
    scan = clock.median(lambda: figures.scan(READ, PROCESSES), 5)
    say(made, f"bare scan of the columns read, {PROCESSES} threads", scan)
    team = Team(clock, figures)
    full = clock.middle([anew(figures.forget, team.work) for _ in range(TIMES)])
    say(made, f"full recompute, {PROCESSES} processes", full, full.over(scan), "<= 10")
    print(f"{'':>9} {figures.size()} figures published")
    if rows <= MOST_IN_POSTGRES:
        beside_postgres(figures, team, made, full)
    say(made, "a new day of 30,000", figures.new_day(team.work), "", "< 2 s")
    print(f"{'':>9} largest process {team.end():.0f} MiB (goal < 1024)")
    print(f"{'':>9} dashboard read {figures.read() * 1000:.1f} ms in the database (goal < 20)")


def beside_postgres(figures, team, made, full):
    """The same aggregates in plain SQL: with our cubes as tables, and each figure from stays."""
    from bench import clock, postgres  # noqa: PLC0415 - need Django's settings first
    from portal.metrics import ledger  # noqa: PLC0415

    own = clock.middle([anew(figures.forget_cubes, team.aggregate) for _ in range(TIMES)])
    say(made, "its aggregates, nothing published", own)
    plain = postgres.Plain(ledger.World(), PROCESSES)
    plain.load()
    for kept, how in ((True, "cubes kept"), (False, "each figure from the stays")):
        taken = clock.timed(lambda kept=kept: plain.compute(kept=kept))[1]
        plain.check()
        plain.forget()
        say(made, f"  in PostgreSQL, {how}", taken, taken.over(own), ">= 10")
        say(made, "    over the full recompute, publishing included", taken, taken.over(full))
    plain.end()


class Team:
    """Processes that wait for work, as workers of a running portal do."""

    def __init__(self, clock, figures):
        self.clock, self.figures = clock, figures
        command = [sys.executable, "-m", "bench.metrics", "compute"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.processes = [subprocess.Popen(command, **pipes) for _ in range(PROCESSES)]
        self.peak = 0.0
        for process in self.processes:
            self._hear(process)

    def work(self):
        """Months, then the years that rest on them; returns how much they computed."""
        self.figures.fill()
        used = self._all("work")
        self.figures.check()
        return used

    def aggregate(self):
        """The same without publishing."""
        used = []
        for of_months in (True, False):
            units = range(len(self.figures.runs(of_months=of_months)))
            tasks = [f"unit {int(of_months)} {at}" for at in units]
            self.clock.spread(lambda *told: used.append(self._ask(*told)), tasks, self.processes)
        return sum(used) + self._all("rest")

    def _all(self, task):
        with ThreadPoolExecutor(PROCESSES) as pool:
            return sum(pool.map(lambda process: self._ask(task, process), self.processes))

    def _ask(self, task, process):
        process.stdin.write(f"{task}\n")
        process.stdin.flush()
        return self._hear(process)

    def _hear(self, process):
        used, peak = map(float, process.stdout.readline().split())
        self.peak = max(self.peak, peak)
        return used

    def end(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()
        return self.peak


class Hand:
    """One process. work: take what waits until nothing does; unit: aggregate one of them only."""

    def __init__(self):
        self.bench = None

    def work(self):
        from portal.metrics import queue  # noqa: PLC0415 - needs Django's settings first

        queue.work()

    def unit(self, of_months, at):
        from bench import figures  # noqa: PLC0415 - needs Django's settings first
        from portal.metrics import units  # noqa: PLC0415

        self.bench = self.bench or units.Bench()
        figures.aggregate(figures.runs(of_months=of_months == "1")[int(at)], self.bench)

    def rest(self):
        self.bench.engine.connection.close()
        self.bench = None


def compute():
    """Each time it is told to, do what the line says, and tell what it took."""
    django.setup()
    from bench import clock  # noqa: PLC0415 - needs Django's settings first
    from portal.metrics import queue  # noqa: PLC0415

    queue.waiting()
    print(0, clock.megabytes(), flush=True)
    hand = Hand()
    for line in sys.stdin:
        name, *told = line.split()
        taken = clock.timed(lambda name=name, told=told: getattr(hand, name)(*told))[1]
        print(taken.cpu, clock.megabytes(), flush=True)


def anew(forget, act):
    """Once from nothing."""
    from bench import clock  # noqa: PLC0415 - needs Django's settings first

    forget()
    return clock.timed(act)[1]


def say(rows, what, taken, ratio="", goal=""):
    told = f"   {ratio} (goal {goal})" if goal else ""
    print(f"{rows:>9} {what:<46} {taken.wall:8.2f} s {taken.cpu:8.2f} s CPU{told}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["compute"]:
        compute()
    elif sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]), with_import="import" in sys.argv)
    else:
        main()
