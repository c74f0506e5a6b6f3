"""Enter the moments of a green channel case, and set the limits of one's own hospital."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from portal.core import audit
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals import green
from referrals.models import GreenMilestone, GreenTarget, Referral
from referrals.models.green import times_of
from referrals.states import Side

CLOSED_TO_ENTRIES = {"entered_in_error"}


def sides_of(referral, user):
    """The sides of a case for which this person may enter moments; never both."""
    held = user.hospitals_with(Permission.GREEN_RECORD)
    sides = {side for side in (Side.ORIGIN, Side.DESTINATION) if held & referral.hospitals_on(side)}
    worn = set(referral.events.filter(actor=user).values_list("side", flat=True))
    worn &= {Side.ORIGIN, Side.DESTINATION}
    return sides & worn if worn else sides


@transaction.atomic
def record(*, referral, code, at, by, note=""):
    """A step happened at this moment. Entered again, the moment is corrected."""
    row = Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)
    step = green.step_of(row.green_channel, code)
    if step is None or step.known or row.state in CLOSED_TO_ENTRIES:
        raise Refusal(_("这张转诊单没有这个绿色通道节点。"), code="no_step")
    if step.side not in sides_of(row, by):
        raise NotAllowed(_("这个节点由另一方登记，或您没有登记权限。"))
    _check_moment(row, step, at)
    made, is_new = GreenMilestone.objects.get_or_create(
        referral=row,
        code=code,
        defaults={
            "at": at,
            "note": note,
            "created_by": by,
            "is_synthetic": row.is_synthetic,
        },
    )
    told = {"code": code, "at": at.isoformat()}
    if not is_new:
        told["instead_of"] = made.at.isoformat()
        made.at, made.note, made.version = at, note, made.version + 1
        made.save(update_fields=["at", "note", "version", "updated_at"])
    places = {row.origin_id, row.destination_id} - {None}
    audit.record("referral.milestone", row, by=by, hospitals=places, **told)
    return made


def _check_moment(row, step, at):
    if at > timezone.now():
        raise Incomplete(_("时间不能晚于现在。"), errors={"at": _("时间不能晚于现在。")})
    wrong = green.out_of_order(row.green_channel, step, at, times_of(row))
    if wrong:
        text = _("与“%(step)s”的时间先后不符，请核对。") % {"step": _(wrong.label)}
        raise Incomplete(text, errors={"at": text})


@transaction.atomic
def set_target(*, hospital, details, by):
    """A new version of a limit; what it replaces stays for the cases of its time."""
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = GreenTarget(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    if row.goal is None:
        raise Incomplete(_("没有这个目标。"), errors={"goal": _("请选择目标。")})
    made, is_new = GreenTarget.objects.get_or_create(
        hospital=hospital,
        kind=row.kind,
        code=row.code,
        since=row.since,
        defaults={
            "minutes": row.minutes,
            "note": row.note,
            "created_by": by,
            "is_synthetic": row.is_synthetic,
        },
    )
    if not is_new:
        raise Refusal(_("该目标当天已有一个版本。"), code="green_target_once_per_day")
    told = {"kind": made.kind, "code": made.code, "minutes": made.minutes}
    audit.record("green.target", made, by=by, hospitals=[hospital.pk], **told)
    return made
