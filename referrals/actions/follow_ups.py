"""Looking after a patient who went down: the tasks are made when the hospital below takes over."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.core.locking import atomic, in_order
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from portal.roles import Permission
from referrals.actions import timers
from referrals.enums import Direction, DischargeMode, FollowUpKind, FollowUpState
from referrals.models import CarePlan, FollowUpTask, Referral
from referrals.models.follow_up import usual_days

LONGEST = 400


@atomic
def plan(*, referral, days, warning_signs, by, is_synthetic=False):
    """When to look after the patient and when to send back, before the referral leaves."""
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if not by.has_perm(Permission.REFERRAL_CREATE, row.origin):
        raise NotAllowed(_("您在该机构没有修改转诊单的权限。"), code="forbidden")
    if row.state not in {"draft", "returned"}:
        raise Refusal(_("转诊单已提交，随访计划由承接机构调整。"), code="not_a_draft")
    days = sorted(set(days))
    if not days or not all(1 <= day <= LONGEST for day in days):
        raise Incomplete(_("请填写随访天数。"), errors={"days": _("请填写1至400之间的天数。")})
    made, _is_new = CarePlan.objects.update_or_create(
        referral=row,
        defaults={"days": days, "warning_signs": warning_signs},
        create_defaults={
            "days": days,
            "warning_signs": warning_signs,
            "created_by": by,
            "is_synthetic": is_synthetic,
        },
    )
    audit.record("care_plan.write", made, by=by, hospitals=[row.origin_id], days=days)
    return made


def open_tasks(row, *, at):
    """The hospital below has taken over: from today the days of the plan are counted."""
    if row.direction != Direction.DOWN or row.follow_ups.exists():
        return
    made = CarePlan.objects.filter(referral=row).first()
    today = timezone.localdate(at)
    FollowUpTask.objects.bulk_create(
        FollowUpTask(
            referral=row,
            seq=number,
            kind=FollowUpKind.PHONE,
            due_on=today + dt.timedelta(days=day),
            is_synthetic=row.is_synthetic,
        )
        for number, day in enumerate(made.days if made else usual_days(), start=1)
    )


def need_first(row, *, details):
    """A patient taken over is not finished with before somebody has looked, unless they died."""
    if row.direction != Direction.DOWN or details.get("discharge_mode") == DischargeMode.DEATH:
        return
    if not row.follow_ups.filter(state=FollowUpState.DONE).exists():
        raise Refusal(_("下转患者须先完成首次随访并登记。"), code="no_follow_up")


def end_for_the_dead(row, *, reason, by, at):
    """Nobody looks after who died: what is still planned for the person ends, and says why.

    It may hang on an earlier referral, at another hospital than the one that tells of the death.
    """
    theirs = Q(referral=row) | Q(referral__chain_id=row.chain_id)
    if row.person_hash:
        theirs |= Q(referral__person_hash=row.person_hash)
    planned = FollowUpTask.objects.open().filter(theirs).select_related("referral")
    for task in in_order(planned):
        task.findings = reason.label
        _keep(task, FollowUpState.CANCELLED, by)
        if task.referral_id != row.pk:
            timers.settle(task.referral, "follow_up", at=at)


@atomic
def record(*, task, details, by, version=None, at=None):
    """Write down what was found."""
    row, at = _mine(task, by, version), at or timezone.now()
    if at > timezone.now():
        raise Refusal(_("发生时间不能晚于现在。"), code="future")
    if details.get("readmitted") is None or not details.get("findings"):
        raise Incomplete(
            _("还有必填内容未填写。"),
            errors={
                name: _("请填写此项。")
                for name in ("findings", "readmitted")
                if details.get(name) in (None, "")
            },
        )
    row.kind = details.get("kind") or row.kind
    row.findings, row.readmitted = details["findings"], details["readmitted"]
    row.needs_referral = bool(details.get("needs_referral"))
    row.done_at, row.done_by = at, by
    timers.settle(row.referral, "follow_up", at=timezone.now())
    return _keep(row, FollowUpState.DONE, by)


@atomic
def move(*, task, details, by, version=None):
    """Another day or another way."""
    row = _mine(task, by, version)
    row.due_on, row.told_at = details["due_on"], None
    row.kind = details.get("kind") or row.kind
    return _keep(row, FollowUpState.OPEN, by)


@atomic
def cancel(*, task, details, by, version=None):
    """Not needed any more; why stays with it."""
    row = _mine(task, by, version)
    if not details.get("findings"):
        raise Incomplete(_("请写明原因。"), errors={"findings": _("请填写此项。")})
    row.findings = details["findings"]
    return _keep(row, FollowUpState.CANCELLED, by)


def sweep(*, now=None, limit=500):
    """Tell those whose look at a patient is overdue, once for each day it was planned for."""
    now = now or timezone.now()
    late = FollowUpTask.objects.newly_late(timezone.localdate(now)).values_list("pk", flat=True)
    return sum(_tell_late(pk, now) for pk in list(late[:limit]))


@atomic
def _tell_late(pk, now):
    """The mark and the notice in one transaction: whoever sweeps, one of them tells."""
    # Locked first: an UPDATE that joins the referral would not see what the other sweep wrote.
    rows = FollowUpTask.objects.select_for_update(of=("self",)).select_related("referral")
    task = rows.newly_late(timezone.localdate(now)).filter(pk=pk).first()
    if task is None:
        return 0
    FollowUpTask.objects.filter(pk=pk).update(told_at=now)
    notices.tell(
        key=f"follow-up-late:{task.pk}:{task.due_on.isoformat()}",
        kind="follow_up.late",
        recipients=people_at([task.referral.destination_id], Permission.FOLLOW_UP),
        url=reverse("referrals:follow-up-record", args=[task.pk]),
        number=task.referral.number,
    )
    return 1


@atomic
def add(*, referral, details, by):
    """One more look than was planned."""
    row = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    mine = by.hospitals_with(Permission.FOLLOW_UP)
    if row.direction != Direction.DOWN or row.destination_id not in mine:
        raise NotAllowed(_("只有承接机构可以安排随访。"), code="forbidden")
    if row.state != "admitted":
        raise Refusal(_("承接建档后才能安排随访。"), code="not_admitted")
    made = FollowUpTask.objects.create(
        referral=row,
        seq=row.follow_ups.count() + 1,
        kind=details["kind"],
        due_on=details["due_on"],
        created_by=by,
        is_synthetic=row.is_synthetic,
    )
    audit.record("follow_up.add", made, by=by, hospitals=[row.destination_id])
    return made


def _mine(task, by, version):
    row = (
        FollowUpTask.objects.select_for_update(of=("self",))
        .select_related("referral")
        .get(pk=task.pk)
    )
    if not by.has_perm(Permission.FOLLOW_UP, row):
        raise NotAllowed(_("只有承接机构可以登记随访。"), code="forbidden")
    if version is not None and version != row.version:
        raise Stale(_("随访任务刚被他人更新，请查看最新内容后再操作。"), code="stale")
    if row.state != FollowUpState.OPEN:
        raise Refusal(_("该随访任务已办理。"), code="already_done")
    return row


def _keep(task, state, by):
    task.state = state
    task.version += 1
    task.save()
    audit.record(
        "follow_up.write",
        task,
        by=by,
        hospitals=[task.referral.origin_id, task.referral.destination_id],
        state=state,
    )
    return task
