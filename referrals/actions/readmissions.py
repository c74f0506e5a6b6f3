"""The same person again within thirty days of leaving: found by machine, judged by people."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals import chapters
from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Stale
from portal.roles import Permission
from referrals.enums import Direction, DischargeMode, ReadmissionVerdict
from referrals.models import Readmission, Referral

WITHIN = dt.timedelta(days=30)


def check(row, *, at):
    """Flag this referral when its patient left a hospital lately. Going down is no readmission."""
    if row.direction == Direction.DOWN or not row.patient.id_hash:
        return None
    earlier = (
        Referral.objects.filter(
            patient__id_hash=row.patient.id_hash,
            treated_at__range=(at - WITHIN, at),
            admitted_at__isnull=False,
        )
        .exclude(pk=row.pk)
        # Sent on by the hospital that treated them: the way goes on, nobody came back.
        .exclude(destination=row.origin_id)
        .exclude(direction=Direction.DOWN)
        .exclude(discharge_mode=DischargeMode.DEATH)
        .order_by("-treated_at")
        .first()
    )
    if earlier is None:
        return None
    found, _is_new = Readmission.objects.get_or_create(
        referral=row,
        defaults={
            "earlier": earlier,
            "days": (at - earlier.treated_at).days,
            "same_chapter": chapters.same(earlier.main_diagnosis_code, row.main_diagnosis_code),
            "is_synthetic": row.is_synthetic,
        },
    )
    return found


@atomic
def judge(*, readmission, details, by, version=None):
    """Say whether it was planned."""
    row = (
        Readmission.objects.select_for_update(of=("self",))
        .select_related("referral")
        .get(pk=readmission.pk)
    )
    if not by.has_perm(Permission.READMISSION_JUDGE, row):
        raise NotAllowed(_("只有接收机构可以判定再入院。"), code="forbidden")
    if version is not None and version != row.version:
        raise Stale(_("判定刚被他人更新，请查看最新内容后再操作。"), code="stale")
    verdict, note = details.get("verdict"), details.get("note", "")
    if verdict not in {ReadmissionVerdict.PLANNED, ReadmissionVerdict.UNPLANNED}:
        raise Incomplete(_("请选择判定。"), errors={"verdict": _("请选择判定。")})
    if verdict == ReadmissionVerdict.UNPLANNED and not note:
        raise Incomplete(_("非计划再入院须写明原因。"), errors={"note": _("请填写此项。")})
    row.verdict, row.note = verdict, note
    row.judged_at, row.judged_by = timezone.now(), by
    row.version += 1
    row.save()
    audit.record(
        "readmission.judge",
        row,
        by=by,
        hospitals=[row.referral.destination_id],
        verdict=verdict,
    )
    return row
