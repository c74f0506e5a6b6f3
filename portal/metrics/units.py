"""Figures of case abstracts, one unit of work at a time: a month of a province, or a year.

Idempotent: a unit replaces its own figures in one transaction, and a cube that is there already
under the hash of its inputs is not made again, so what was killed goes on where it was.
"""

import datetime as dt
import logging
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from portal.metrics import compute, plans, publish
from portal.metrics.engine.duck import Engine
from portal.metrics.ledger import World, cubes_folder
from portal.metrics.models import ComputeRun, RunState
from portal.periods import Month

log = logging.getLogger(__name__)
DAY = 24 * 60 * 60
# A unit says how far it is, and looks whether to stop, no more often than this.
SECONDS_BETWEEN_LOOKS = 0.5


class StoppedError(Exception):
    """Somebody asked to cancel the run."""


class Bench:
    """Where a process computes unit after unit: the facts as they are now, and one engine."""

    def __init__(self, world: World | None = None):
        self.world = world or World()
        self.looked_at = 0.0
        self.renew()

    def renew(self) -> None:
        """After an error: what a failed statement left behind is nobody's to read."""
        self.engine = Engine(relations=self.world.relations)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.engine.connection.close()

    def is_time_to_look(self) -> bool:
        now = time.monotonic()
        if now - self.looked_at < SECONDS_BETWEEN_LOOKS:
            return False
        self.looked_at = now
        return True


def compute_run(run: ComputeRun, bench: Bench | None = None) -> ComputeRun | None:
    """Compute what a waiting run asks for. None when another process is at it, or it is over."""
    if bench is None:
        with Bench() as own:
            return compute_run(run, own)
    with compute.alone(run.job, run.period, run.region_id or "") as is_mine:
        if not is_mine or not _take(run, bench):
            return None
        try:
            run.inputs = bench.world.inputs(run)
            with tempfile.NamedTemporaryFile(suffix=".csv") as lines:
                figures(run, bench, Path(lines.name), partial(_progress, run, bench))
                with transaction.atomic():
                    _publish(run, bench.world, Path(lines.name))
        except StoppedError:
            end(run, RunState.STOPPED)
        except Exception as error:  # any failure must end up on the run, where people see it
            log.exception("Computing %s %s failed", run.job, run.period)
            bench.engine.connection.close()
            bench.renew()
            end(run, RunState.FAILED, str(error)[:2000])
        return run


def _take(run, bench):
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
    bench.looked_at = time.monotonic()
    return bool(taken)


def figures(
    run: ComputeRun, bench: Bench, lines: Path, say: Callable[[int], None] = lambda _percent: None
) -> None:
    """The figures of the run's plan as lines. say: told how far it is; may end it by an error."""
    plan, keys = plans.PLANS[run.job], bench.world.keys_of(run)
    for at, key in enumerate(keys):
        _make(bench, key, say, span=(80 * at // len(keys), 80 * (at + 1) // len(keys)))
    say(80)
    bench.engine.read({name: [bench.world.cube(name, key) for key in keys] for name in plan.cubes})
    bench.engine.figures(plan.queries, lines, plan.parameters)
    say(90)


def _make(bench, key, say, span):
    """Every cube of a month of a province that is not there yet."""
    names = [name for name in plans.EVERY_CUBE if not bench.world.cube(name, key).exists()]
    start, end_ = span
    for done, name in enumerate(names):
        say(start + (end_ - start) * done // len(names))
        stays = [place for share in bench.world.read_by(name, key) for place in share.locations]
        bench.engine.read({"stays": stays})
        bench.engine.write(name, bench.world.cube(name, key), days(key))


def days(key):
    """What a cube may ask of the month."""
    following = Month.of(key[0]).plus(1).first
    until = following + dt.timedelta(days=plans.DAYS_FOLLOWED)
    return {"first": key[0], "next": following, "until": until}


def _publish(run, world, lines):
    locked = ComputeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.is_cancel_asked:
        raise StoppedError
    used = [world.shares[key] for key in world.keys_of(run)]
    run.row_count = publish.replace(
        run,
        plans.PLANS[run.job],
        lines,
        as_of=max(share.as_of for share in used),
        is_synthetic=any(share.is_synthetic for share in used),
    )
    end(run, RunState.DONE)


def _progress(run, bench, percent):
    """Say how far it is; do not go on when somebody asked to cancel."""
    if not bench.is_time_to_look():
        return
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
