"""The limits of a network: set from a day on, and ended. A clock keeps what it began with."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from portal.errors import Incomplete, Refusal
from portal.roles import Permission
from referrals import sla
from referrals.models import TimerRule


@transaction.atomic
def set_rule(*, network, details, by):
    """A new limit from a day on. The one before it ends the day before; later ones are dropped."""
    changes.require(Permission.SLA_EDIT, network, by=by)
    row = TimerRule(network=network, is_synthetic=network.is_synthetic, **details)
    _check(row)
    others = TimerRule.objects.select_for_update().filter(
        network=network, kind=row.kind, priority=row.priority, is_active=True
    )
    before = row.since - dt.timedelta(days=1)
    for other in others:
        if other.since >= row.since:
            _change(other, {"is_active": False}, by)
        elif other.until is None or other.until > before:
            _change(other, {"until": before}, by)
    return changes.add(row, verb="sla.set", by=by, hospitals=[network.lead_id])


@transaction.atomic
def end_rule(*, rule, by, version=None):
    """The default counts again from tomorrow; a rule that has not begun never will."""
    changes.require(Permission.SLA_EDIT, rule, by=by)
    row = changes.lock(rule, version=version)
    today = timezone.localdate()
    if not row.is_active or (row.until is not None and row.until <= today):
        raise Refusal(_("这条规则已停用。"), code="ended")
    details = {"is_active": False} if row.since > today else {"until": today}
    return _change(row, details, by)


def _check(row):
    if not sla.is_sane(row.kind, row.priority, row.limit):
        raise Incomplete(
            _("时限超出合理范围。"), errors={"amount": _("时限超出合理范围。")}, code="not_sane"
        )
    if row.since < timezone.localdate():
        raise Incomplete(
            _("生效日期已过。"), errors={"since": _("生效日期不能早于今天。")}, code="past"
        )


def _change(row, details, by):
    return changes.update(row, details, verb="sla.end", by=by, hospitals=[row.network.lead_id])
