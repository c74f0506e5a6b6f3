"""The list of coded reasons: loaded once, then kept by people. Nothing of it is ever deleted."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.models import Membership
from portal.errors import Incomplete, NotAllowed, Refusal
from portal.roles import Permission
from referrals.models import ReasonCode
from referrals.reasons import NEEDED, REASONS

# Before anything that is on record here, so that an old day finds its reasons too.
FROM_THE_BEGINNING = dt.date(2000, 1, 1)
DAY = dt.timedelta(days=1)


def load():
    """Add what the table lacks of the start list; returns how many. Words of others stay."""
    known = set(ReasonCode.objects.values_list("code", flat=True))
    fresh = [
        ReasonCode(
            code=reason.code,
            label=reason.label,
            sides=sorted(reason.sides),
            counts_as=reason.counts_as,
            comment_required=reason.comment_required,
            rank=rank,
            since=FROM_THE_BEGINNING,
        )
        for rank, reason in enumerate(REASONS.values(), start=1)
        if reason.code not in known
    ]
    return len(ReasonCode.objects.bulk_create(fresh))


@transaction.atomic
def set_reason(*, details, by):
    """Offer a reason from a day on. The row of the same code before it ends the day before."""
    _require(by)
    row = ReasonCode(**details)
    if row.since < timezone.localdate():
        raise Incomplete(
            _("生效日期已过。"), errors={"since": _("生效日期不能早于今天。")}, code="past"
        )
    older = ReasonCode.objects.select_for_update().filter(code=row.code).order_by("-since").first()
    if older is not None:
        _end_before(older, row.since, by)
        row.rank = older.rank
    return changes.add(row, verb="reason.set", by=by, hospitals=_places(by))


def _end_before(older, since, by):
    if since <= older.since:
        raise Incomplete(
            _("该代码已有更晚生效的内容。"),
            errors={"since": _("须晚于该代码现有内容的生效日期。")},
            code="not_later",
        )
    if older.until is None or older.until >= since:
        _change(older, {"until": since - DAY}, by)


@transaction.atomic
def end(*, reason, until, by, version=None):
    """The last day on which it is offered. What was decided with it keeps its words."""
    _require(by)
    row = changes.lock(reason, version=version)
    if row.code in NEEDED:
        raise Refusal(_("系统动作要用到此代码，不能停用；可改名称。"), code="needed")
    if row.until is not None:
        raise Refusal(_("此代码已停用。"), code="ended")
    if until < max(row.since, timezone.localdate() - DAY):
        raise Incomplete(
            _("失效日期过早。"), errors={"until": _("不能早于生效日期或昨天。")}, code="past"
        )
    return _change(row, {"until": until}, by)


def _require(by):
    if not by.has_perm(Permission.REASON_EDIT):
        raise NotAllowed(_("您的角色不能维护原因代码。"), code="forbidden")


def _places(by):
    return Membership.objects.hospital_ids_of(by)


def _change(row, details, by):
    return changes.update(row, details, verb="reason.end", by=by, hospitals=_places(by))
