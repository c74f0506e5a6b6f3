"""make bench-metrics: import and figures of case abstracts, as ratios against baselines of the run.

ROWS=1000000 or several, "1000000 10000000"; each size is a database and a folder of its own.
MONTHS: over how many months; where it is not given, as many as make a month of both provinces as
large as it really is. TIMES: how often the full recompute is timed; the median is shown.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from bench import abstracts
from portal.local import servers
from portal.local.supervisor import Supervisor

ROWS_OF_A_MONTH = 830_000
TIMES = int(os.environ.get("TIMES", "3"))
PROCESSES = os.cpu_count() or 1
READ = (
    "hospital, stay_key, person_key, residence, admit_date, discharge_date, los_days, chapter,"
    " op_main, op_kind, op_level, is_minimally_invasive, discharge_mode, readmit_plan, cost_fen,"
    " drg_code, drg_version, rw_e4"
)


def main():
    sizes = [int(rows) for rows in os.environ.get("ROWS", "1000000").split()]
    for at, rows in enumerate(sizes):
        with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
            os.environ |= {"BANYAN_STATE_DIR": folder, "FACTS_DIR": f"{folder}/facts"}
            os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
            supervisor = Supervisor(Path(folder), say=print)
            try:
                servers.wait(supervisor, servers.start(supervisor))
                os.environ.update(servers.environment(Path(folder)))
                command = [sys.executable, "-m", "bench.metrics", "measure", str(rows)]
                # A process of its own: settings and connections are those of one database.
                subprocess.run([*command, *(["import"] if at == 0 else [])], check=True)
            finally:
                supervisor.stop()


def measure(rows, *, with_import):
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from bench import figures  # noqa: PLC0415 - needs Django's settings first

    call_command("migrate", verbosity=0)
    if with_import:
        abstracts.report(say, min(rows, 1_000_000))
    months = int(os.environ.get("MONTHS", 0)) or max(1, round(rows / ROWS_OF_A_MONTH))
    made, seconds = timed(lambda: figures.synthesize(rows, months))
    say(made, f"synthesize, {months} months", seconds)
    scan = statistics.median(timed(lambda: figures.scan(READ, PROCESSES))[1] for _ in range(5))
    say(made, f"bare scan of the columns read, {PROCESSES} threads", scan)
    team = Team()
    full = statistics.median(recompute(figures, team) for _ in range(TIMES))
    say(made, f"full recompute, {PROCESSES} processes", full, full / scan, "<= 10")
    say(made, f"  of {figures.size()} figures published", full)
    day = figures.new_day(lambda: team.work(figures))
    say(made, "a new day of 30,000: touched months and years", day, day, "< 2 s")
    peak = team.end()
    print(f"{'':>9} largest process {peak:.0f} MiB (goal < 1024)")
    own, postgres = figures.beside_postgres(READ)
    say(made, "cubes of one province-month in PostgreSQL", postgres)
    say(made, "  the same cubes here, one thread too", own, postgres / own, ">= 10")
    print(f"{'':>9} dashboard read {figures.read() * 1000:.1f} ms in the database (goal < 20)")


class Team:
    """Processes that wait for work, as workers of a running portal do."""

    def __init__(self):
        command = [sys.executable, "-m", "bench.metrics", "compute"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.processes = [subprocess.Popen(command, **pipes) for _ in range(PROCESSES)]
        self.peak = max(self._answers())

    def work(self, figures):
        """Months, then the years that rest on them."""
        figures.fill()
        self.peak = max(self.peak, *self._answers(asked=True))
        figures.check()

    def _answers(self, *, asked=False):
        for process in self.processes if asked else ():
            process.stdin.write("go\n")
            process.stdin.flush()
        return [float(process.stdout.readline()) for process in self.processes]

    def end(self):
        for process in self.processes:
            process.stdin.close()
            process.wait()
        return self.peak


def compute():
    """One process: each time it is told to, take what waits until nothing does; tell its memory."""
    django.setup()
    from portal.metrics import queue  # noqa: PLC0415 - needs Django's settings first

    queue.waiting()
    print(abstracts.megabytes(), flush=True)
    for _line in sys.stdin:
        queue.work()
        print(abstracts.megabytes(), flush=True)


def recompute(figures, team):
    figures.forget()
    return timed(lambda: team.work(figures))[1]


def timed(act):
    started = time.perf_counter()
    answer = act()
    return answer, time.perf_counter() - started


def say(rows, what, seconds, ratio=None, goal=""):
    told = f"   ratio {ratio:.2f} (goal {goal})" if ratio is not None else ""
    print(f"{rows:>9} {what:<46} {seconds:8.2f} s{told}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["compute"]:
        compute()
    elif sys.argv[1:2] == ["measure"]:
        measure(int(sys.argv[2]), with_import="import" in sys.argv)
    else:
        main()
