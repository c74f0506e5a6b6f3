"""make bench-metrics: figures of case abstracts, as ratios against baselines of the same run.

ROWS=1000000 or several, "1000000 10000000"; each size is a database and a folder of its own.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from portal.local import servers
from portal.local.supervisor import Supervisor

MONTHS = 24
TIMES = 3
PROCESSES = os.cpu_count() or 1
READ = (
    "hospital, stay_key, person_key, residence, admit_date, discharge_date, los_days, chapter,"
    " op_main, op_kind, op_level, is_minimally_invasive, discharge_mode, readmit_plan, cost_fen,"
    " drg_code, drg_version, rw_e4"
)


def main():
    if sys.argv[1:] == ["compute"]:
        return compute()
    for rows in map(int, os.environ.get("ROWS", "1000000").split()):
        with tempfile.TemporaryDirectory(prefix="banyan-bench-") as folder:
            os.environ |= {"BANYAN_STATE_DIR": folder, "FACTS_DIR": f"{folder}/facts"}
            os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
            supervisor = Supervisor(Path(folder), say=print)
            try:
                servers.wait(supervisor, servers.start(supervisor))
                os.environ.update(servers.environment(Path(folder)))
                measure(rows)
            finally:
                supervisor.stop()
    return None


def compute():
    """One process: take what waits until nothing does."""
    django.setup()
    from portal.metrics import queue, units  # noqa: PLC0415 - needs Django's settings first
    from portal.metrics.ledger import World  # noqa: PLC0415

    world = World()
    for run in queue.waiting():
        units.compute_run(run, world)


def measure(rows):
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from bench import figures  # noqa: PLC0415 - needs Django's settings first

    call_command("migrate", verbosity=0)
    made, seconds = timed(lambda: figures.synthesize(rows, MONTHS))
    say(made, "synthesize", seconds)
    scan = statistics.median(timed(lambda: figures.scan(READ, PROCESSES))[1] for _ in range(TIMES))
    say(made, "bare scan of the columns read", scan)
    full = statistics.median(recompute(figures) for _ in range(TIMES))
    say(made, f"full recompute, {PROCESSES} processes", full, full / scan, "<= 10")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'':>9} largest process {peak:.0f} MiB (goal < 1024)")
    postgres = figures.in_postgres(READ)
    say(made, "the same cubes in PostgreSQL, one month", postgres)
    own = figures.cubes_of_a_month()
    say(made, "  cubes of that month here", own, postgres / own, ">= 10")
    day = figures.new_day(lambda: run_processes(figures))
    say(made, "a new day: touched months and years", day, day, "< 2 s")
    print(f"{'':>9} dashboard read {figures.read() * 1000:.1f} ms in the database (goal < 20)")


def recompute(figures):
    figures.forget()
    return timed(lambda: run_processes(figures))[1]


def run_processes(figures):
    """Months, then the years that rest on them."""
    for _pass in range(2):
        if figures.fill():
            command = [sys.executable, "-m", "bench.metrics", "compute"]
            running = [subprocess.Popen(command) for _ in range(PROCESSES)]
            if any(process.wait() for process in running):
                raise SystemExit("a process failed")
    figures.check()


def timed(act):
    started = time.perf_counter()
    answer = act()
    return answer, time.perf_counter() - started


def say(rows, what, seconds, ratio=None, goal=""):
    told = f"   ratio {ratio:.2f} (goal {goal})" if ratio is not None else ""
    print(f"{rows:>9} {what:<42} {seconds:8.2f} s{told}", flush=True)


if __name__ == "__main__":
    main()
