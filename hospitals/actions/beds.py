"""The beds of a department, as the hospital reports them."""

from django.db import transaction
from django.utils import timezone

from hospitals.actions import changes
from hospitals.models import BedPool
from portal.roles import Permission


@transaction.atomic
def set_beds(*, department, details, by, version=None):
    """Established, open and occupied beds as of now; the figure's age starts anew."""
    changes.require(Permission.HOSPITAL_EDIT, department, by=by)
    pool = BedPool.objects.filter(department=department).first()
    now = timezone.now()
    if pool is None:
        pool = BedPool(department=department, as_of=now, **details)
        return changes.add(pool, verb="beds.set", by=by, hospitals=[department.hospital_id])
    row = changes.lock(pool, version=version)
    return changes.update(
        row, details | {"as_of": now}, verb="beds.set", by=by, hospitals=[department.hospital_id]
    )
