"""The beds of a department, as the hospital reports them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hospitals.actions import changes
from hospitals.models import BedPool
from portal.errors import Incomplete
from portal.roles import Permission


@transaction.atomic
def set_beds(*, department, details, by, version=None):
    """Established, open and occupied beds as of now; the figure's age starts anew.

    What is held for patients to come stays held. Where it no longer fits beside those who lie
    there, the excess is kept as a fact: the report is the truth, whatever was promised.
    """
    changes.require(Permission.CAPACITY_EDIT, department, by=by)
    if details["occupied_beds"] > details["open_beds"]:
        text = _("占用床位不能多于开放床位。")
        raise Incomplete(text, errors={"occupied_beds": text}, code="no_more_taken_than_open")
    pool = BedPool.objects.filter(department=department).first()
    now = timezone.now()
    told = {"verb": "beds.set", "by": by, "hospitals": [department.hospital_id]}
    if pool is None:
        # Of two first reports at once, the later one is told so by the constraint.
        return changes.add(BedPool(department=department, as_of=now, **details), **told)
    row = changes.lock(pool, version=version)
    excess = max(0, details["occupied_beds"] + row.held_beds - details["open_beds"])
    return changes.update(row, details | {"as_of": now, "excess_beds": excess}, **told)
