"""Figures of case abstracts, one unit of work at a time: a month of a province, or a year.

Idempotent: a unit replaces its own figures in one transaction, and a cube that is there already
under the hash of its inputs is not made again, so what was killed goes on where it was.
"""

import logging
import time

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from portal.metrics import compute, plans, publish
from portal.metrics.engine.duck import Engine, text
from portal.metrics.ledger import World, cubes_folder
from portal.metrics.models import ComputeRun, RunState
from portal.periods import Month

log = logging.getLogger(__name__)
DAY = 24 * 60 * 60


class StoppedError(Exception):
    """Somebody asked to cancel the run."""


def compute_run(run: ComputeRun, world: World | None = None) -> ComputeRun | None:
    """Compute what a waiting run asks for. None when another process is at it, or it is over."""
    with compute.alone(run.job, run.period, run.region_id or "") as is_mine:
        if not is_mine or not _take(run):
            return None
        try:
            world = world or World()
            run.inputs = world.inputs(run)
            told = _figures(run, world)
            with transaction.atomic():
                _publish(run, world, told)
        except StoppedError:
            end(run, RunState.STOPPED)
        except Exception as error:  # any failure must end up on the run, where people see it
            log.exception("Computing %s %s failed", run.job, run.period)
            end(run, RunState.FAILED, str(error)[:2000])
        return run


def _take(run):
    """From waiting to under way; a row that is neither is somebody else's, or over."""
    taken = (
        ComputeRun.objects.filter(pk=run.pk)
        .open()
        .update(
            state=RunState.RUNNING,
            started_at=Now(),
            progress=0,
            version=F("version") + 1,
            code_version=compute.code_version(),
        )
    )
    run.refresh_from_db()
    return bool(taken)


def _figures(run, world):
    """The columns of each query of the run's plan; looks in between whether to stop."""
    plan, told = plans.PLANS[run.job], []
    cubes = _cubes(run, world)
    with Engine(cubes, world.relations) as engine:
        for done, name in enumerate(plan.queries):
            _progress(run, 60 + 30 * done // len(plan.queries))
            asked = {key: of for key, of in plan.parameters.items() if f"${key}" in text(name)}
            told.append(engine.query(name, asked))
    _progress(run, 90)
    return told


def _cubes(run, world):
    """The files that the plan's queries read, by the name of their cube; made where they lack."""
    keys, cubes = world.keys_of(run), plans.PLANS[run.job].cubes
    for key in keys:
        _make(run, world, key)
    return {name: [world.cube(name, key) for key in keys] for name in cubes}


def _make(run, world, key):
    """Every cube of a month of a province that is not there yet."""
    names = [name for name in plans.EVERY_CUBE if not world.cube(name, key).exists()]
    span = {"first": key[0], "next": Month.of(key[0]).plus(1).first}
    for of_month in (True, False):
        asked = [name for name in names if (name != plans.FOLLOWING) == of_month]
        if not asked:
            continue
        stays = [place for share in world.read_by(asked[0], key) for place in share.locations]
        with Engine({"stays": stays}, world.relations if of_month else None) as engine:
            for name in asked:
                _progress(run, 60 * names.index(name) // len(names))
                engine.write(name, world.cube(name, key), None if of_month else span)


def _publish(run, world, told):
    locked = ComputeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.is_cancel_asked:
        raise StoppedError
    used = [world.shares[key] for key in world.keys_of(run)]
    run.row_count = publish.replace(
        run,
        plans.PLANS[run.job],
        told,
        region_ids=world.region_ids,
        as_of=max(share.as_of for share in used),
        is_synthetic=any(share.is_synthetic for share in used),
    )
    end(run, RunState.DONE)


def _progress(run, percent):
    """Say how far it is; do not go on when somebody asked to cancel."""
    rows = ComputeRun.objects.filter(pk=run.pk)
    if not rows.filter(is_cancel_asked=False).update(progress=percent, version=F("version") + 1):
        raise StoppedError


def end(run: ComputeRun, state: str, error: str = "") -> None:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    if state == RunState.DONE:
        run.progress = 100
    run.version = F("version") + 1
    run.save()
    run.refresh_from_db()


def sweep(*, older_than: float = DAY) -> int:
    """Remove cubes that nothing would read any more: their facts were replaced, or their words."""
    world, gone = World(), 0
    wanted = {world.cube(name, key) for key in world.months() for name in plans.EVERY_CUBE}
    for path in sorted(cubes_folder().glob("*/*/*")):
        if path not in wanted and path.stat().st_mtime < time.time() - older_than:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
