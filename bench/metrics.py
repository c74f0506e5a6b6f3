"""make bench-metrics: import and figures of case abstracts, as ratios against baselines of the run.

ROWS=1000000 or several, "1000000 10000000"; each size is a database and a folder of its own.
MONTHS: over how many months; where it is not given, as many as make a month of both provinces as
large as it really is. TIMES: how often the full recompute is timed; the median is shown.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django

from portal.local import servers
from portal.local.supervisor import Supervisor

ROWS_OF_A_MONTH = 830_000
TIMES = int(os.environ.get("TIMES", "3"))
PROCESSES = os.cpu_count() or 1
READ = (
    "hospital, stay_key, person_key, residence, admit_date, discharge_date, los_days, chapter,"
    " op_main, op_kind, op_level, is_minimally_invasive, discharge_mode, dest_hospital,"
    " readmit_plan, cost_fen,"
    " drg_code, drg_version, rw_e4"
)


def main():
    sizes = [int(rows) for rows in os.environ.get("ROWS", "1000000").split()]
    for at, rows in enumerate(sizes):
        with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
            supervisor = Supervisor(Path(folder), say=print)
            try:
                servers.wait(supervisor, servers.start(supervisor))
                # A process of its own: settings and connections are those of one database.
                command = [sys.executable, "-m", "bench.metrics", "measure", str(rows)]
                command += ["import"] if at == 0 else []
                subprocess.run(command, check=True, env=environment(Path(folder)))
            finally:
                supervisor.stop()


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
    team = Team()
    full = clock.middle([recompute(figures, team) for _ in range(TIMES)])
    say(made, f"full recompute, {PROCESSES} processes", full, full.over(scan), "<= 10")
    print(f"{'':>9} {figures.size()} figures published")
    say(made, "a new day of 30,000", figures.new_day(lambda: team.work(figures)), "", "< 2 s")
    print(f"{'':>9} largest process {team.end():.0f} MiB (goal < 1024)")
    own, postgres = figures.beside_postgres(READ)
    say(made, "cubes of one province-month, one thread", own)
    say(made, "  the same in PostgreSQL", postgres, postgres.over(own), ">= 10")
    print(f"{'':>9} dashboard read {figures.read() * 1000:.1f} ms in the database (goal < 20)")


class Team:
    """Processes that wait for work, as workers of a running portal do."""

    def __init__(self):
        command = [sys.executable, "-m", "bench.metrics", "compute"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.processes = [subprocess.Popen(command, **pipes) for _ in range(PROCESSES)]
        self.peak = 0.0
        self._hear()

    def work(self, figures):
        """Months, then the years that rest on them; returns how much they computed."""
        figures.fill()
        for process in self.processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        used = self._hear()
        figures.check()
        return used

    def _hear(self):
        told = [map(float, process.stdout.readline().split()) for process in self.processes]
        used, peaks = zip(*told, strict=True)
        self.peak = max(self.peak, *peaks)
        return sum(used)

    def end(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()
        return self.peak


def compute():
    """One process: each time it is told to, take what waits until nothing does."""
    django.setup()
    from bench import clock  # noqa: PLC0415 - needs Django's settings first
    from portal.metrics import queue  # noqa: PLC0415

    queue.waiting()
    print(0, clock.megabytes(), flush=True)
    for _line in sys.stdin:
        _runs, taken = clock.timed(queue.work)
        print(taken.cpu, clock.megabytes(), flush=True)


def recompute(figures, team):
    from bench import clock  # noqa: PLC0415 - needs Django's settings first

    figures.forget()
    return clock.timed(lambda: team.work(figures))[1]


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
