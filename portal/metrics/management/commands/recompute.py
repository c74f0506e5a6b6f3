"""Compute figures anew: all stale ones, or a span of months; --check proves nothing changes.

Exit codes: 0 done (or equal), 1 a run failed (or a figure differs), 2 wrong use, 3 some periods
were left to another process.
"""

from contextlib import ExitStack

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.metrics import compute, queue, stale, told
from portal.metrics.jobs import RECIPES
from portal.metrics.ledger import World
from portal.metrics.models import Grain, RunState
from portal.periods import Month


def month(text):
    return Month.parse(text).first


class Command(BaseCommand):
    help = "Compute figures anew from the facts."

    def add_arguments(self, parser):
        parser.add_argument("--from", type=month, dest="since", help="first month, YYYY-MM")
        parser.add_argument("--to", type=month, dest="until", help="last month, YYYY-MM")
        parser.add_argument("--check", action="store_true", help="compare only, change nothing")

    def handle(self, *, since, until, check, **options):
        if not check and since is None and until is None:
            # Case abstracts first: others rest on their figures.
            runs = queue.compute_stale() + compute.compute_stale(everything=True)
            return self._finish([self._tell(run) for run in runs])
        with ExitStack() as held, transaction.atomic():
            if check:
                _hold_off(held)
                told.keep()
            asked = {"everything": True, "since": since, "until": until}
            runs = [self._tell(run) for run in queue.compute_stale(**asked)]
            for job in RECIPES:
                runs += [self._tell(run) for run in self._again(job, since, until)]
            differing, figures = told.differing() if check else (0, 0)
            transaction.set_rollback(check)
        if differing:
            raise CommandError(f"{differing} figures differ")
        if check:
            self.stdout.write(f"{figures} figures are the same")
        return self._finish(runs)

    def _again(self, job, since, until):
        """Every period of the span; complements of a year are found with the last of it."""
        periods = [one for one in stale.wanted_inputs(job) if _overlaps(job, one, since, until)]
        last = {period.year: period for period in sorted(periods)}
        for period in sorted(periods):
            yield compute.compute(job, period, is_last_of_year=period == last[period.year])

    def _tell(self, run):
        if run:
            self.stdout.write(f"{run.job:14} {run.period:%Y-%m} {run.state:8} {run.row_count}")
        return run

    def _finish(self, runs):
        failed = [run for run in runs if run and run.state == RunState.FAILED]
        if failed:
            raise CommandError(failed[0].error)
        if None in runs:
            raise SystemExit(3)


def _hold_off(held):
    """Until the check is over whoever would compute goes on to other work, and does not wait."""
    units = [(run.job, run.period, run.region_id or "") for run in queue.wanted(World())]
    for job in RECIPES:
        units += [(job, period, "") for period in stale.wanted_inputs(job)]
    for unit in units:
        if not held.enter_context(compute.alone(*unit)):
            raise CommandError("figures are being computed just now; check again later")


def _overlaps(job, period, since, until):
    """Whether the span from since to until touches the period; a year does with any month."""
    grain = RECIPES[job].grain
    last = period.replace(month=12) if grain == Grain.YEAR else period
    return (since is None or last >= since) and (until is None or period <= until)
