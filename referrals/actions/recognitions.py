"""Mutual recognition of results: used as they came, or repeated for a reason of the list."""

from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.locking import atomic
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals.enums import RecognitionVerdict, RepeatReason
from referrals.models import Referral, ResultRecognition

# From the door on the destination has the patient and the results in its hands.
STATES = frozenset({"arrived", "admitted", "treated", "completed"})


def may_record(referral, user):
    """This person works for the hospital that has the patient."""
    mine = user.hospitals_with(Permission.RECOGNITION_RECORD)
    return referral.state in STATES and referral.destination_id in mine


@atomic
def record(*, referral, details, by):
    """Note one result; a second word on the same one replaces the first, and both are audited."""
    row = Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)
    if row.destination_id not in by.hospitals_with(Permission.RECOGNITION_RECORD):
        raise NotAllowed(_("只有接收机构可以登记互认情况。"), code="forbidden")
    if row.state not in STATES:
        raise Refusal(_("患者到诊后才能登记互认情况。"), code="not_arrived")
    about = _about(row, details)
    values = _checked(details)
    # The referral is locked, so nobody else notes the same item now.
    made, _is_new = ResultRecognition.objects.update_or_create(
        referral=row,
        **about,
        defaults=values,
        create_defaults=values | about | {"created_by": by, "is_synthetic": row.is_synthetic},
    )
    audit.record(
        "recognition.record",
        made,
        by=by,
        hospitals=[row.origin_id, row.destination_id],
        verdict=made.verdict,
        reason=made.reason_code,
    )
    return made


def _about(row, details):
    """Which result is meant: one of the referral by its number, or another one in words."""
    if not (rank := details.get("result")):
        item = details.get("item", "").strip()
        if not item:
            raise _incomplete(item=_("请填写此项。"))
        return {"result": None, "item": item}
    result = row.key_results.filter(rank=rank).first()
    if result is None:
        raise _incomplete(result=_("转诊单上没有这项结果。"))
    day = f"{result.done_on} " if result.done_on else ""
    return {"result": result, "item": f"{day}{result.name}"[:80]}


def _incomplete(**errors):
    return Incomplete(_("还有必填内容未填写。"), errors=errors)


def _checked(details):
    verdict, reason = details.get("verdict"), details.get("reason_code", "")
    errors = {}
    if verdict not in RecognitionVerdict.values:
        errors["verdict"] = _("请选择互认情况。")
    if verdict == RecognitionVerdict.REPEATED and reason not in RepeatReason.values:
        errors["reason_code"] = _("请选择不予互认的原因。")
    if reason == RepeatReason.OTHER and not details.get("comment"):
        errors["comment"] = _("请填写此项。")
    if errors:
        raise _incomplete(**errors)
    is_used = verdict == RecognitionVerdict.RECOGNISED
    return {
        "verdict": verdict,
        "reason_code": "" if is_used else reason,
        "comment": details.get("comment", ""),
    }


def results_of(referral):
    """The results of a referral in their order, each with what was said of it, if anything."""
    return referral.key_results.select_related("recognition").order_by("rank")
