"""Record and revise what networks and hospitals keep lists of: agreements, policies, plans …

None of these rows moves through states: whoever may edit the owner records and revises them, and
none is ever deleted.
"""

from typing import NamedTuple

from django.db import transaction

from hospitals.actions import changes
from hospitals.models import (
    Agreement,
    BedCapacity,
    BedTarget,
    ChecklistItem,
    Committee,
    CommitteeSeat,
    Equipment,
    HospitalPlan,
    PolicyItem,
    SpecialtyCluster,
)
from portal.roles import Permission


class Kept(NamedTuple):
    """To which row a kept one belongs, and what one needs there."""

    owner: str
    permission: Permission


KEPT = {
    Agreement: Kept("network", Permission.HOSPITAL_CREATE),
    PolicyItem: Kept("network", Permission.HOSPITAL_CREATE),
    Committee: Kept("network", Permission.HOSPITAL_CREATE),
    CommitteeSeat: Kept("committee", Permission.HOSPITAL_CREATE),
    HospitalPlan: Kept("hospital", Permission.HOSPITAL_EDIT),
    BedCapacity: Kept("hospital", Permission.HOSPITAL_EDIT),
    BedTarget: Kept("hospital", Permission.HOSPITAL_EDIT),
    Equipment: Kept("hospital", Permission.HOSPITAL_EDIT),
    ChecklistItem: Kept("network", Permission.INSPECTION_EDIT),
    SpecialtyCluster: Kept("hospital", Permission.HOSPITAL_EDIT),
}


@transaction.atomic
def record(*, model, owner, details, by):
    changes.require(KEPT[model].permission, owner, by=by)
    row = _made(model, owner, details)
    return changes.add(row, verb=_verb(model), by=by, hospitals=_places(row))


@transaction.atomic
def record_all(*, model, rows, by):
    """Rows of a file: pairs of an owner and details. Returns how many."""
    for owner in {owner for owner, _details in rows}:
        changes.require(KEPT[model].permission, owner, by=by)
    made = [_made(model, owner, details) for owner, details in rows]
    return len(changes.add_all(made, verb=_verb(model), by=by, places=_places))


def _made(model, owner, details):
    return model(**{KEPT[model].owner: owner}, is_synthetic=owner.is_synthetic, **details)


def _verb(model):
    return f"{model._meta.model_name}.record"


@transaction.atomic
def revise(*, row, details, by, version=None):
    permission = KEPT[type(row)].permission
    changes.require(permission, row, by=by)
    row = changes.lock(row, version=version)
    verb = f"{row._meta.model_name}.revise"
    return changes.update(row, details, verb=verb, by=by, hospitals=_places(row))


def _places(row):
    return sorted(row.places(KEPT[type(row)].permission))
