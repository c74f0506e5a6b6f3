"""Which units of work wait: those whose facts or formulas are not what they were computed from.

Beat asks again and again. A run that waits is a row, unique by job, period and province: two beats,
or a beat and a person, queue it once; a message that the broker lost is sent again.
"""

import datetime as dt
from collections.abc import Callable, Iterable

from django.utils import timezone

from portal.metrics import compute, plans, units
from portal.metrics.ledger import World
from portal.metrics.models import INTERRUPTED, ComputeRun, Job, RunState
from portal.metrics.stale import RETRY_AFTER


def wanted(world: World) -> Iterable[ComputeRun]:
    """A run, not yet saved, for each unit that there are facts for: months first."""
    for month, province in world.months():
        yield ComputeRun(job=Job.ABSTRACTS, period=month, region_id=province)
    years = {(dt.date(month.year, 1, 1), province) for month, province in world.months()}
    for year, province in sorted(years, key=str):
        yield ComputeRun(job=Job.ABSTRACTS_OF_YEAR, period=year, region_id=province)
    for year in sorted({year for year, _province in years}):
        yield ComputeRun(job=Job.RESIDENTS_OF_YEAR, period=year)


def fill(
    *, everything=False, since=None, until=None, region=None, by=None, world=None, done=()
) -> list[ComputeRun]:
    """Queue what is stale, or everything, of a span of months; years wait for their months.

    done: runs that were asked for already, which everything does not hold again.
    """
    _end_interrupted()
    world, last, good = world or World(), _latest(), _latest(state=RunState.DONE)
    open_years = {
        run.period.year for run in last.values() if run.is_open and run.job == Job.ABSTRACTS
    }
    queued, asked = [], {_key(run) for run in done}
    for run in wanted(world):
        is_month = run.job == Job.ABSTRACTS
        if _key(run) in asked or not _is_meant(run, since, until, region):
            continue
        if _rests(last.get(_key(run)), everything):
            continue
        if not is_month and run.period.year in open_years:
            continue
        if everything or not _is_fresh(good.get(_key(run)), world.inputs(run)):
            run.state, run.started_by = RunState.QUEUED, by
            queued.append(run)
            open_years |= {run.period.year} if is_month else set()
    return ComputeRun.objects.bulk_create(queued, ignore_conflicts=True)


def waiting() -> list[ComputeRun]:
    """What no worker has taken yet, oldest first."""
    return list(_waiting())


def _waiting():
    return ComputeRun.objects.filter(state=RunState.QUEUED).order_by("started_at", "pk")


def work() -> list[ComputeRun]:
    """Take what waits until nothing does; years follow at once when their months are done."""
    computed, tried, world = [], set(), World()
    while True:
        with units.Bench(world) as bench:
            while run := _waiting().exclude(pk__in=tried).first():
                tried.add(run.pk)
                computed += filter(None, [units.compute_run(run, bench)])
        world = World()
        if not fill(world=world):
            return computed


def compute_stale(
    *, say: Callable[[ComputeRun | None], object] = lambda _run: None, **asked
) -> list[ComputeRun]:
    """All of it here and now, one after the other: months, then the years that rest on them.

    say: told each run when it is over.
    """
    done, found = [], []
    for _months_then_years in range(2):
        world = World()
        runs = fill(**asked, world=world, done=done)
        with units.Bench(world) as bench:
            for run in runs:
                found.append(units.compute_run(run, bench))
                say(found[-1])
        done += runs
    return [run for run in found if run]


def _key(run):
    return run.job, run.period, run.region_id


def _latest(**state):
    rows = ComputeRun.objects.filter(job__in=plans.PLANS, **state)
    rows = rows.order_by("job", "period", "region_id", "-started_at")
    return {_key(run): run for run in rows.distinct("job", "period", "region_id")}


def _is_meant(run, since, until, region):
    last = run.period if run.job == Job.ABSTRACTS else run.period.replace(month=12)
    is_in_time = (since is None or last >= since) and (until is None or run.period <= until)
    return is_in_time and (region is None or run.region_id in {None, region.pk})


def _rests(last, everything):
    """Under way already; or cancelled, or failed lately, and nobody asks for it in person."""
    if last is None or last.is_open:
        return last is not None
    if everything or last.state == RunState.DONE or last.error == INTERRUPTED:
        return False
    is_late = last.finished_at < timezone.now() - RETRY_AFTER
    return last.state == RunState.STOPPED or not is_late


def _is_fresh(done, inputs):
    code = compute.code_version()
    return done is not None and done.inputs == inputs and done.code_version == code


def _end_interrupted():
    """Runs that say they are under way, but whose process is gone: nobody holds their lock."""
    for run in ComputeRun.objects.filter(state=RunState.RUNNING, job__in=plans.PLANS):
        with compute.alone(run.job, run.period, run.region_id or "") as is_free:
            if is_free:
                run.refresh_from_db()
                if run.state == RunState.RUNNING:
                    units.end(run, RunState.FAILED, INTERRUPTED)
