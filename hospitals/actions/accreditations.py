"""Record and revise what a hospital is recognised for."""

from django.db import transaction

from hospitals.actions import changes
from hospitals.models import Accreditation
from portal.roles import Permission


@transaction.atomic
def record(*, hospital, details, by):
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = Accreditation(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    return changes.add(row, verb="accreditation.record", by=by, hospitals=[hospital.pk])


@transaction.atomic
def revise(*, accreditation, details, by, version=None):
    """Also how one ends: by its last day. A recognition is never deleted."""
    changes.require(Permission.HOSPITAL_EDIT, accreditation, by=by)
    row = changes.lock(accreditation, version=version)
    return changes.update(
        row, details, verb="accreditation.revise", by=by, hospitals=[row.hospital_id]
    )
