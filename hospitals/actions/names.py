"""Rename a hospital, merge it into another; keep what it was called, and whose plate it bears."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes, networks, registry
from hospitals.enums import NameKind, NameReason
from hospitals.models import HospitalName, NetworkMembership
from portal.errors import Incomplete, Refusal
from portal.roles import Permission


@transaction.atomic
def rename(*, hospital, details, by, version=None):
    """The name of until yesterday becomes a former one; details: name, since and reason."""
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = changes.lock(hospital, version=version)
    if details["name"] == row.name:
        raise Refusal(_("新名称与现名称相同。"), code="same_name")
    if details["since"] > timezone.localdate():
        text = _("更名日期不能晚于今天。")
        raise Incomplete(text, errors={"since": text}, code="future")
    last = row.names.former().order_by("-until").first()
    former = {
        "name": row.name,
        "reason": details["reason"],
        "since": last.until + dt.timedelta(days=1) if last else row.opened_on,
        "until": details["since"] - dt.timedelta(days=1),
    }
    record(hospital=row, details=former, by=by)
    spelled = registry.spelled(details["name"], row.short_name)
    changed = {"name": details["name"], "pinyin": spelled}
    return changes.update(row, changed, verb="hospital.rename", by=by, hospitals=[row.pk])


@transaction.atomic
def merge(*, hospital, details, by, version=None):
    """One hospital goes up in another; details: successor and closed_on.

    Its history stays its own; a report of a later day adds the figures of the two.
    """
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = changes.lock(hospital, version=version)
    if row.closed_on:
        raise Refusal(_("该机构已停业。"), code="closed")
    if details["successor"].closed_on:
        raise Refusal(_("不能并入已停业的机构。"), code="successor_closed")
    registry.refuse_unfinished(row)
    for member in NetworkMembership.objects.leaving(row, details["closed_on"]):
        networks.leave(membership=member, until=details["closed_on"], by=by)
    places = [row.pk, details["successor"].pk]
    return changes.update(row, details, verb="hospital.merge", by=by, hospitals=places)


@transaction.atomic
def record(*, hospital, details, by):
    """A former name with its days, or the plate that hangs there."""
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = HospitalName(hospital=hospital, is_synthetic=hospital.is_synthetic, **_whole(details))
    return changes.add(row, verb="hospitalname.record", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise(*, row, details, by, version=None):
    changes.require(Permission.HOSPITAL_EDIT, row, by=by)
    row = changes.lock(row, version=version)
    places = [row.hospital_id]
    return changes.update(row, _whole(details), verb="hospitalname.revise", by=by, hospitals=places)


def _whole(details):
    """Kind and spelling follow from what was given."""
    is_plate = details["reason"] == NameReason.PLATE
    return details | {
        "kind": NameKind.PLATE if is_plate else NameKind.FORMER,
        "pinyin": registry.spelled(details["name"]),
    }
