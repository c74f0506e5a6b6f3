"""What an emergency let people skip: owed with the move, made good within a day."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal, Stale
from referrals.enums import CatchUpKind, IdType, ReviewOutcome
from referrals.models import CatchUpTask, SearchEntry

WITHIN = dt.timedelta(hours=24)
IDENTITY = ("sex", "birth_date", "id_type", "id_number")


def owe_review(row, *, at):
    """An emergency left without review: reviewers look at it afterwards."""
    if row.origin.review_required:
        _owe(row, CatchUpKind.REVIEW, at)


def owe_identity(row, *, at):
    """A patient whom nobody knew travels all the same; who it is must be found out."""
    if row.patient.id_type == IdType.UNKNOWN:
        _owe(row, CatchUpKind.IDENTITY, at)


def _owe(row, kind, at):
    task, is_new = CatchUpTask.objects.get_or_create(
        referral=row,
        kind=kind,
        defaults={"due_at": at + WITHIN, "is_synthetic": row.is_synthetic},
    )
    if is_new:
        notices.tell(
            key=f"catch-up:{task.pk}",
            kind=f"catch_up.{kind}",
            recipients=_whose(task),
            url=reverse("referrals:catch-up-do", args=[task.pk]),
            number=row.number,
        )


def sweep(*, now=None, limit=500):
    """Tell those whose work is overdue, once; returns how many were found."""
    now = now or timezone.now()
    late = list(CatchUpTask.objects.newly_late(now).values_list("pk", flat=True)[:limit])
    return sum(_tell_late(pk, now) for pk in late)


@atomic
def _tell_late(pk, now):
    """The mark and the notice in one transaction: whoever sweeps, one of them tells."""
    # Locked first: an UPDATE that joins the referral would not see what the other sweep wrote.
    rows = CatchUpTask.objects.select_for_update(of=("self",)).select_related("referral")
    task = rows.newly_late(now).filter(pk=pk).first()
    if task is None:
        return 0
    CatchUpTask.objects.filter(pk=pk).update(told_at=now)
    notices.tell(
        key=f"catch-up-late:{task.pk}",
        kind="catch_up.late",
        recipients=_whose(task),
        url=reverse("referrals:catch-up-do", args=[task.pk]),
        number=task.referral.number,
        task=task.kind,
    )
    return 1


def _whose(task):
    """A review is nobody's who wrote the referral; who the patient is, its author may know best."""
    found = people_at([task.referral.origin_id], task.right)
    return found - {task.referral.author_id} if task.kind == CatchUpKind.REVIEW else found


@atomic
def look(*, task, by):
    """Note that a reviewer has opened it, once."""
    now = timezone.now()
    fresh = CatchUpTask.objects.filter(pk=task.pk, looked_at__isnull=True)
    if task.may_be_done_by(by) and fresh.update(looked_at=now):
        audit.record("catch_up.look", task, by=by, hospitals=[task.referral.origin_id])


@atomic
def review(*, task, details, by, version=None, at=None):
    """Agree with the sending afterwards, or object to it in words that the author reads."""
    row = _mine(task, CatchUpKind.REVIEW, by, version)
    outcome, note = details.get("outcome"), details.get("note", "")
    if outcome not in ReviewOutcome.values:
        raise Incomplete(_("请选择审核意见。"), errors={"outcome": _("请选择审核意见。")})
    if outcome == ReviewOutcome.OBJECTED and not note:
        raise Incomplete(_("有异议须写明理由。"), errors={"note": _("请填写此项。")})
    row.outcome, row.note = outcome, note
    _done(row, by, at, outcome=outcome)
    notices.tell(
        key=f"catch-up-done:{row.pk}",
        kind=f"catch_up.{outcome}",
        recipients={row.referral.author_id} - {by.pk},
        url=reverse("referrals:referral-detail", args=[row.referral_id]),
        number=row.referral.number,
    )
    return row


@atomic
def correct_identity(*, task, details, by, version=None, at=None):
    """Who the patient is, now that somebody knows. The trail says that it changed, not what."""
    row = _mine(task, CatchUpKind.IDENTITY, by, version)
    if details.get("id_type") == IdType.UNKNOWN or not details.get("id_number"):
        raise Incomplete(_("请填写证件号码。"), errors={"id_number": _("请填写此项。")})
    patient = row.referral.patient
    for name in IDENTITY:
        if details.get(name):
            setattr(patient, name, details[name])
    patient.name = details.get("patient_name") or patient.name
    patient.version += 1
    patient.save()
    SearchEntry.objects.write(row.referral)
    row.note = details.get("note", "")
    _done(row, by, at)
    return row


def _mine(task, kind, by, version):
    row = (
        CatchUpTask.objects.select_for_update(of=("self",))
        .select_related("referral__patient", "referral__origin")
        .get(pk=task.pk)
    )
    if row.kind != kind:
        raise Refusal(_("该事项不能这样办理。"), code="other_kind")
    if version is not None and version != row.version:
        raise Stale(_("该事项刚被他人更新，请查看最新内容后再操作。"), code="stale")
    if not row.may_be_done_by(by):
        raise NotAllowed(
            _("须由转出机构的其他人员办理，发起人和发出人不能审核自己的转诊单。"),
            code="own_referral",
        )
    if row.done_at:
        raise Refusal(_("该事项已办理。"), code="already_done")
    return row


def _done(row, by, at, **detail):
    row.done_at, row.done_by = at or timezone.now(), by
    row.version += 1
    row.save()
    audit.record(f"catch_up.{row.kind}", row, by=by, hospitals=[row.referral.origin_id], **detail)
