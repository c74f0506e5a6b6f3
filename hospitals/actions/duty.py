"""The duty roster of a hospital: add, change and delete shifts."""

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.models import DutyShift
from portal.core import audit
from portal.errors import Refusal
from portal.roles import Permission


@transaction.atomic
def add_shift(*, hospital, details, by):
    changes.require(Permission.DUTY_EDIT, hospital, by=by)
    _require_own_department(hospital.pk, details)
    row = DutyShift(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="duty.create", by=by, hospitals=[hospital.pk])


@transaction.atomic
def edit_shift(*, shift, details, by, version=None):
    changes.require(Permission.DUTY_EDIT, shift, by=by)
    row = changes.lock(shift, version=version)
    _require_own_department(row.hospital_id, details)
    return changes.update(row, details, verb="duty.edit", by=by, hospitals=[row.hospital_id])


@transaction.atomic
def delete_shift(*, shift, by, version=None):
    """A roster is a plan: what was planned wrongly goes; the audit trail keeps that it was."""
    changes.require(Permission.DUTY_EDIT, shift, by=by)
    row = changes.lock(shift, version=version)
    audit.record("duty.delete", row, by=by, hospitals=[row.hospital_id])
    row.delete()


def _require_own_department(hospital_id, details):
    department = details.get("department")
    if department is not None and department.hospital_id != hospital_id:
        raise Refusal(_("科室不属于这家医院。"), code="foreign_department")
