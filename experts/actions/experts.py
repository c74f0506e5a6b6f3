"""Register experts and revise what is known of them."""

from django.db import transaction

from experts.models import Expert
from hospitals.actions import changes
from hospitals.pinyin import searchable
from portal.core import audit
from portal.core.locking import atomic
from portal.roles import Permission

# What tells of a person stays out of the audit trail.
PERSONAL = ("name", "pinyin", "sex", "licence_number", "phone")


@transaction.atomic
def register(*, kept_by, details, by):
    """The home hospital may be one that does not work here: then the receiving one keeps it."""
    changes.require(Permission.EXPERT_EDIT, kept_by, by=by)
    row = Expert(kept_by=kept_by, is_synthetic=kept_by.is_synthetic, **details)
    row.pinyin = searchable(row.name, limit=200)
    return changes.add(row, verb="expert.register", by=by, hospitals=_places(row))


@transaction.atomic
def revise(*, expert, details, by, version=None):
    changes.require(Permission.EXPERT_EDIT, expert, by=by)
    row = changes.lock(expert, version=version)
    if "name" in details:
        details = details | {"pinyin": searchable(details["name"], limit=200)}
    return changes.update(
        row, details, verb="expert.revise", by=by, hospitals=_places(row), silent=PERSONAL
    )


def _places(expert):
    return [expert.home_hospital_id, expert.kept_by_id]


@atomic
def import_experts(*, rows, by):
    """Register everybody of a file: one event for all, without a word about any of them."""
    for hospital in {row["kept_by"] for row in rows}:
        changes.require(Permission.EXPERT_EDIT, hospital, by=by)
    made = [
        Expert(
            created_by=by,
            is_synthetic=row["kept_by"].is_synthetic,
            pinyin=searchable(row["name"], limit=200),
            **row,
        )
        for row in rows
    ]
    with changes.rules_explained():
        Expert.objects.bulk_create(made, batch_size=2000)
    places = {place for row in made for place in _places(row)}
    audit.record("expert.import", by, by=by, hospitals=sorted(places), rows=len(made))
    return len(made)
