"""Leads on patients who went elsewhere; whoever noted one does not judge it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.locking import atomic, in_order
from portal.errors import Incomplete, NotAllowed, Stale
from portal.roles import Permission
from referrals.enums import OutflowState
from referrals.models import OutflowRecord

VERDICTS = frozenset({OutflowState.CONFIRMED, OutflowState.DISMISSED})


@atomic
def judge(*, lead, details, by, version=None):
    """Say whether the patient really left, and where to as far as it is known now."""
    found = in_order(OutflowRecord.objects.all()).get(pk=lead.pk)
    if not by.has_perm(Permission.OUTFLOW_JUDGE, found):
        raise NotAllowed(_("只有转出机构的管理员或审核人可以核实。"), code="forbidden")
    if found.created_by_id == by.pk:
        raise NotAllowed(_("登记人不能核实自己的登记。"), code="own_lead")
    if version is not None and version != found.version:
        raise Stale(_("线索刚被他人更新，请查看最新内容后再操作。"), code="stale")
    if details.get("state") not in VERDICTS:
        raise Incomplete(_("请选择核实结果。"), errors={"state": _("请选择核实结果。")})
    found.state = details["state"]
    found.province = details.get("province") or found.province
    if details.get("place_name") not in {None, "", found.place_name}:
        # Another place than was noted: its name is all that is known of it.
        found.place, found.place_name = None, details["place_name"]
    found.reviewed_by, found.reviewed_at = by, timezone.now()
    found.version += 1
    found.save()
    audit.record(
        "outflow_lead.judge", found, by=by, hospitals=[found.origin_id], verdict=found.state
    )
    return found
