"""Who looks after a referral: no move of the table, so no event, but audited and told."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hospitals.access import people_at
from portal.core import audit, notices
from portal.core.locking import atomic
from portal.errors import NotAllowed, Refusal, Stale
from portal.roles import Permission
from referrals.actions import bulk
from referrals.models import Referral


@atomic
def assign(*, referral, assignee, by, version=None):
    """Make somebody of one's own side responsible; None frees it again."""
    row = Referral.objects.select_for_update(of=("self",), no_key=True).get(pk=referral.pk)
    if version is not None and version != row.version:
        raise Stale(_("转诊单刚被他人更新，请查看最新内容后再操作。"), code="stale")
    _check(row, assignee, by)
    before, row.assignee = row.assignee_id, assignee
    if before != row.assignee_id:
        row.version += 1
        row.save(update_fields=["assignee", "version", "updated_at"])
        _record(row, by)
    return row


@transaction.atomic
def assign_all(*, items, assignee, by):
    """The same person for every ticked row; all of them or none."""
    return bulk.each(
        items=items,
        act=lambda item: assign(
            referral=item.referral, assignee=assignee, by=by, version=item.version
        ),
    )


def _check(row, assignee, by):
    if not by.has_perm(Permission.REFERRAL_ASSIGN, row):
        raise NotAllowed(_("您没有指派这份转诊单的权限。"), code="forbidden")
    if not row.is_open:
        raise Refusal(_("转诊单已结束，不需要责任人。"), code="closed")
    mine = by.hospitals_with(Permission.REFERRAL_ASSIGN) & row.places(Permission.REFERRAL_ASSIGN)
    if assignee and assignee.pk not in people_at(mine, Permission.REFERRAL_VIEW):
        raise Refusal(_("只能指派给本院可以查看转诊单的人员。"), code="not_of_this_side")


def _record(row, by):
    hospitals = [pk for pk in (row.origin_id, row.destination_id) if pk]
    assignee = str(row.assignee_id or "")
    audit.record("referral.assign", row, by=by, hospitals=hospitals, assignee=assignee)
    notices.tell(
        key=f"referral-assign:{row.pk}:{row.version}",
        kind="referral.assign",
        recipients={row.assignee_id} - {None, by.pk},
        url=reverse("referrals:referral-detail", args=[row.pk]),
        number=row.number,
        state=row.state,
        priority=row.priority,
    )
