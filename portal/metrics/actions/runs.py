"""Start, cancel and take up computations of case abstracts; what runs already is not doubled."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.locking import atomic
from portal.errors import NotAllowed, Refusal, Stale
from portal.metrics import queue
from portal.metrics.models import ComputeRun, RunState
from portal.roles import Permission


@atomic
def start(*, by, since=None, until=None, everything=False):
    """Queue the stale units of a span of months, or all of it; returns the runs that wait now."""
    _may(by)
    if since and until and since > until:
        raise Refusal(_("开始月份不能晚于结束月份。"), code="months_in_order")
    runs = queue.fill(since=since, until=until, everything=everything, by=by)
    for run in runs:
        audit.record("computerun.start", run, by=by, job=run.job, period=str(run.period))
    return runs


@atomic
def cancel(*, run, by, version):
    """Take a waiting run out of the queue; one under way stops at its next step."""
    run = _locked(run, by, version)
    if not run.may_be_cancelled:
        raise Refusal(_("这项任务不能取消。"), code="not_open")
    run.is_cancel_asked = True
    if run.state == RunState.QUEUED:
        run.state, run.finished_at = RunState.STOPPED, timezone.now()
    return _changed(run, "computerun.cancel", by)


@atomic
def resume(*, run, by, version):
    """Queue a cancelled or failed run again; cubes that it had made are not made again."""
    run = _locked(run, by, version)
    if not run.is_resumable:
        raise Refusal(_("只有已取消或失败的任务可以继续。"), code="not_resumable")
    same = ComputeRun.objects.filter(job=run.job, period=run.period, region=run.region_id)
    if same.filter(started_at__gt=run.started_at).exists():
        raise Refusal(_("这个期间已有更新的任务。"), code="run_again_already")
    again = ComputeRun(job=run.job, period=run.period, region_id=run.region_id)
    again.state, again.started_by = RunState.QUEUED, by
    again.save(force_insert=True)
    audit.record("computerun.resume", again, by=by, job=run.job, period=str(run.period))
    again.refresh_from_db()
    return again


def _may(by):
    if not by.has_perm(Permission.RUN_START):
        raise NotAllowed(_("您的角色不能执行此操作。"))


def _locked(run, by, version):
    _may(by)
    run = ComputeRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    # A run under way counts its steps: what was read a second ago is no other run for that.
    if not run.is_open and run.version != version:
        raise Stale(_("这项任务刚刚发生了变化，请刷新后重试。"), code="stale")
    return run


def _changed(run, verb, by):
    run.version = F("version") + 1
    run.save()
    run.refresh_from_db()
    audit.record(verb, run, by=by, job=run.job, period=str(run.period))
    return run
