"""Give people roles at a hospital or for a region, change them and end them.

Who may appoint whom stands in portal/roles.py; nobody appoints themselves, and nobody changes what
they could not have given. by is None only on the command line.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.access import appointments_of
from hospitals.actions import changes
from hospitals.models import Membership
from portal.core import audit
from portal.errors import NotAllowed, Refusal
from portal.models import User

A_DAY = dt.timedelta(days=1)


@transaction.atomic
def grant(*, user, role, hospital=None, region=None, terms=None, by=None):
    """From today, or from terms["since"] on, this person holds the role there.

    terms: department, since and until, each where it is known.
    """
    terms = {"since": timezone.localdate()} | {k: v for k, v in (terms or {}).items() if v}
    _require(role, hospital, user, by=by)
    _require_terms(hospital, terms)
    place = {"user": user, "role": role, "hospital": hospital, "region": region}
    _require_none_beside(place, terms)
    row = Membership(**place, **terms, is_synthetic=bool(hospital and by and by.is_synthetic))
    return changes.add(
        row, verb="membership.grant", by=by, hospitals=_place(row), told={"role": role}
    )


@transaction.atomic
def appoint(*, person, role, hospital, terms, by):
    """Give a role to the person of this account; a new account has no password until one is given.

    person: username, name and title. The name of a known account must be the right one.
    """
    _require(role, hospital, None, by=by)
    user = User.objects.filter(username=person["username"]).first()
    if user is None:
        user = User.objects.create_user(
            person["username"],
            display_name=person["name"],
            title=person["title"],
            is_synthetic=by.is_synthetic,
        )
        audit.record("user.create", user, by=by, hospitals=[hospital.pk])
    elif not user.is_active or user.display_name != person["name"]:
        raise Refusal(_("该账号属于另一位同事或已停用，请核对账号与姓名。"), code="another_person")
    return grant(user=user, role=role, hospital=hospital, terms=terms, by=by)


@transaction.atomic
def change(*, membership, role, terms, by, version=None):
    """Another role from today on, another department or another last day.

    What was held until yesterday stays written: a new role is a new row.
    """
    row = _current(membership, by=by, version=version)
    _require(role, row.hospital, row.user, by=by)
    _require_terms(row.hospital, terms | {"since": row.since})
    today = timezone.localdate()
    if role == row.role or row.since >= today:
        details = {"role": role} | terms
        return changes.update(row, details, verb="membership.change", by=by, hospitals=_place(row))
    ended = {"until": today - A_DAY}
    changes.update(row, ended, verb="membership.end", by=by, hospitals=_place(row))
    return grant(user=row.user, role=role, hospital=row.hospital, terms=terms, by=by)


@transaction.atomic
def end(*, membership, until, by, version=None):
    """The last day on which the role is held; yesterday takes it away at once."""
    row = _current(membership, by=by, version=version)
    if until < row.since:
        raise Refusal(_("结束日期不能早于开始日期。"), code="dates")
    if until < timezone.localdate() - A_DAY:
        raise Refusal(_("最后一天不能早于昨天：已经行使的权限不能改写。"), code="past")
    return changes.update(
        row, {"until": until}, verb="membership.end", by=by, hospitals=_place(row)
    )


def _current(membership, *, by, version):
    row = changes.lock(membership, version=version)
    _require(row.role, row.hospital, row.user, by=by)
    if row.until and row.until < timezone.localdate():
        raise Refusal(_("这个角色已经结束，请重新授予。"), code="ended")
    return row


def _require(role, hospital, user, *, by):
    if by is None:
        return
    if user == by:
        raise NotAllowed(_("不能为自己授予、修改或结束角色。"))
    if hospital is None or role not in appointments_of(by).get(hospital.pk, ()):
        raise NotAllowed(_("您不能在这家机构授予、修改或结束这个角色。"))


def _require_terms(hospital, terms):
    department, until = terms.get("department"), terms.get("until")
    if department and (hospital is None or department.hospital_id != hospital.pk):
        raise Refusal(_("科室不属于这家医院。"), code="foreign_department")
    if until and until < terms["since"]:
        raise Refusal(_("结束日期不能早于开始日期。"), code="dates")


def _require_none_beside(place, terms):
    """The same role twice in the same days would outlive the end of one of them."""
    held = Membership.objects.filter(**place).until_at_least(terms["since"])
    if terms.get("until"):
        held = held.filter(since__lte=terms["until"])
    if held.exists():
        raise Refusal(_("该用户已有这个角色。"), code="already_held")


def _place(membership):
    return [membership.hospital_id] if membership.hospital_id else []
