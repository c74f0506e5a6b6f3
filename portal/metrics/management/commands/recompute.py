"""Compute figures anew: all stale ones, or a span of months; --check proves nothing changes.

Exit codes: 0 done (or equal), 1 a run failed (or a figure differs), 2 wrong use, 3 some periods
were left to another process.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.metrics import compute, queue, stale
from portal.metrics.jobs import RECIPES
from portal.metrics.models import Grain, IndicatorValue, RunState
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
            return self._finish(runs, skipped=0)
        before = IndicatorValue.objects.told() if check else None
        with transaction.atomic():
            runs = queue.compute_stale(everything=True, since=since, until=until)
            runs += [
                compute.compute(job, period)
                for job in RECIPES
                for period in sorted(stale.wanted_inputs(job))
                if _overlaps(job, period, since, until)
            ]
            after = IndicatorValue.objects.told() if check else None
            transaction.set_rollback(check)
        if check and before != after:
            raise CommandError(f"{len(before ^ after)} figures differ")
        return self._finish([run for run in runs if run], skipped=runs.count(None))

    def _finish(self, runs, *, skipped):
        for run in runs:
            self.stdout.write(f"{run.job:14} {run.period:%Y-%m} {run.state:8} {run.row_count}")
        failed = [run for run in runs if run.state == RunState.FAILED]
        if failed:
            raise CommandError(failed[0].error)
        if skipped:
            raise SystemExit(3)


def _overlaps(job, period, since, until):
    """Whether the span from since to until touches the period; a year does with any month."""
    grain = RECIPES[job].grain
    last = period.replace(month=12) if grain == Grain.YEAR else period
    return (since is None or last >= since) and (until is None or period <= until)
