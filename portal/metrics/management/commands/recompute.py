"""Compute figures anew: all stale ones, or a span of months; --check proves nothing changes.

Exit codes: 0 done (or equal), 1 a run failed (or a figure differs), 2 wrong use, 3 some periods
were left to another process.
"""

import time
from contextlib import ExitStack

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.metrics import compute, queue, stale, told
from portal.metrics.jobs import RECIPES
from portal.metrics.ledger import World
from portal.metrics.models import Grain, Job, RunState
from portal.periods import Month

MOST_LINES = 30


def month(text):
    return Month.parse(text).first


class Command(BaseCommand):
    help = "Compute figures anew from the facts."

    def add_arguments(self, parser):
        parser.add_argument("--from", type=month, dest="since", help="first month, YYYY-MM")
        parser.add_argument("--to", type=month, dest="until", help="last month, YYYY-MM")
        parser.add_argument("--check", action="store_true", help="compare only, change nothing")

    def handle(self, *, since, until, check, **options):
        self.began, self.done, self.all = time.monotonic(), 0, 0
        if not check and since is None and until is None:
            # Case abstracts first: others rest on their figures.
            runs = queue.compute_stale(say=self._tell)
            runs += [self._tell(run) for run in compute.compute_stale(everything=True)]
            return self._finish(runs)
        units = list(_units(since, until))
        self.all = len(units)
        with ExitStack() as held, transaction.atomic():
            if check:
                _hold_off(held, units)
                told.keep()
            asked = {"everything": True, "since": since, "until": until}
            runs = queue.compute_stale(say=self._tell, **asked)
            for job in RECIPES:
                runs += [self._tell(run) for run in self._again(job, since, until)]
            differing, figures = told.differing() if check else (0, 0)
            where = told.otherwise() if differing else []
            transaction.set_rollback(check)
        self._compared(differing, where)
        if check:
            seconds = time.monotonic() - self.began
            self.stdout.write(f"{seconds:.0f} s: {figures} figures are the same")
        return self._finish(runs)

    def _compared(self, differing, where):
        """Say of which indicator and period figures differ, the first of them."""
        if not differing:
            return
        for code, grain, period, before, now in where[:MOST_LINES]:
            self.stdout.write(f"{code:5} {grain:7} {period}  only before {before}, only now {now}")
        if len(where) > MOST_LINES:
            self.stdout.write(f"and {len(where) - MOST_LINES} more periods")
        raise CommandError(f"{differing} figures differ")

    def _again(self, job, since, until):
        """Every period of the span; complements of a year are found with the last of it."""
        periods = [one for one in stale.wanted_inputs(job) if _overlaps(job, one, since, until)]
        last = {period.year: period for period in sorted(periods)}
        for period in sorted(periods):
            yield compute.compute(job, period, is_last_of_year=period == last[period.year])

    def _tell(self, run):
        """How far it is, where that is known, and since when."""
        if run:
            self.done += 1
            seconds = time.monotonic() - self.began
            told = f"{self.done}/{self.all} {seconds:.0f} s" if self.all else f"{seconds:.0f} s"
            line = f"{run.job:22} {run.period:%Y-%m} {run.state:8} {run.row_count:7}  {told}"
            self.stdout.write(line)
            self.stdout.flush()
        return run

    def _finish(self, runs):
        failed = [run for run in runs if run and run.state == RunState.FAILED]
        if failed:
            raise CommandError(failed[0].error)
        if None in runs:
            raise SystemExit(3)


def _units(since, until):
    """(job, period, province or "") of all that is computed anew."""
    for run in queue.wanted(World()):
        last = run.period if run.job == Job.ABSTRACTS else run.period.replace(month=12)
        if (since is None or last >= since) and (until is None or run.period <= until):
            yield run.job, run.period, run.region_id or ""
    for job in RECIPES:
        for period in stale.wanted_inputs(job):
            if _overlaps(job, period, since, until):
                yield job, period, ""


def _hold_off(held, units):
    """Until the check is over whoever would compute goes on to other work, and does not wait."""
    for unit in units:
        if not held.enter_context(compute.alone(*unit)):
            raise CommandError("figures are being computed just now; check again later")


def _overlaps(job, period, since, until):
    """Whether the span from since to until touches the period; a year does with any month."""
    grain = RECIPES[job].grain
    last = period.replace(month=12) if grain == Grain.YEAR else period
    return (since is None or last >= since) and (until is None or period <= until)
