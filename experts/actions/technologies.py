"""Register technologies with all their names; admit, count, stop and resume them."""

from django.db import transaction
from django.utils.translation import gettext as _

from experts.enums import TechnologyStatus
from experts.models import (
    NewTechnology,
    TechnologyAdmission,
    TechnologyMonthlyCount,
    TechnologyName,
)
from experts.naming import normalised
from hospitals.actions import changes
from portal.core.locking import atomic, in_order
from portal.errors import Refusal
from portal.roles import Permission

EDIT = Permission.TECHNOLOGY_EDIT
COUNTED = ("patients", "complications", "independent_local")
BROUGHT = ("brought_by", "posting")


@transaction.atomic
def register(*, hospital, details, by):
    """A technology waits for its admission; its name may be no other's at this hospital."""
    changes.require(EDIT, hospital, by=by)
    row = NewTechnology(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
    changes.add(row, verb="technology.register", by=by, hospitals=[hospital.pk])
    _name(row, row.name, by)
    return row


@atomic
def import_technologies(*, rows, by):
    """Register everything of a file: hospital, aliases and the fields of each technology."""
    _require_all({row["hospital"] for row in rows}, by)
    made, names = [], []
    for told in rows:
        details = dict(told)
        hospital, aliases = details.pop("hospital"), details.pop("aliases")
        row = NewTechnology(hospital=hospital, is_synthetic=hospital.is_synthetic, **details)
        made.append(row)
        names += [_called(row, name) for name in (row.name, *aliases)]
    changes.add_all(made, verb="technology.register", by=by, places=_place)
    changes.add_all(names, verb="technology.name", by=by, places=_place)
    return len(made)


@transaction.atomic
def revise(*, technology, details, by, version=None):
    """A new name becomes the name; the old one stays as an alias."""
    row = _locked(technology, by, version)
    if "name" in details and not _is_called(row, details["name"]):
        _name(row, details["name"], by)
    return _update(row, details, "technology.revise", by)


@transaction.atomic
def add_alias(*, technology, name, by, version=None):
    row = _locked(technology, by, version)
    return _name(row, name, by).technology


@transaction.atomic
def admit(*, technology, details, by, version=None):
    """A committee's admission puts it into use; a later one renews it."""
    row = _locked(technology, by, version)
    if row.status == TechnologyStatus.STOPPED:
        raise Refusal(_("该技术已停用。"), code="stopped")
    admission = TechnologyAdmission(technology=row, is_synthetic=row.is_synthetic, **details)
    changes.add(admission, verb="technology.admit", by=by, hospitals=[row.hospital_id])
    return _update(row, {"status": TechnologyStatus.IN_USE}, "technology.use", by)


@transaction.atomic
def record_month(*, technology, details, by):
    """The cases of one month, once; a correction replaces them and is audited."""
    row = _locked(technology, by, None)
    month = details["month"].replace(day=1)
    if row.first_done_on and month < row.first_done_on.replace(day=1):
        raise Refusal(_("该月早于首例日期。"), code="before_first")
    there = row.counts.select_for_update().filter(month=month).first()
    told = {name: value for name, value in details.items() if name != "month"}
    hospitals = [row.hospital_id]
    if there:
        return changes.update(there, told, verb="technology.recount", by=by, hospitals=hospitals)
    count = _month(row, month, told)
    return changes.add(count, verb="technology.count", by=by, hospitals=hospitals)


def _month(technology, month, told):
    return TechnologyMonthlyCount(
        technology=technology, month=month, is_synthetic=technology.is_synthetic, **told
    )


@atomic
def import_months(*, rows, by):
    """The cases of many months: new ones are added, those told before are corrected."""
    asked = {row["technology"].pk: row["technology"] for row in rows}
    _require_all({row["hospital"] for row in rows}, by)
    held = in_order(NewTechnology.objects.filter(pk__in=asked)).in_bulk()
    kept = TechnologyMonthlyCount.objects.filter(technology__in=asked).select_for_update()
    there = {(row.technology_id, row.month): row for row in kept.order_by("pk")}
    new, old = [], []
    for told in rows:
        details = {name: told[name] for name in COUNTED}
        technology, month = held[told["technology"].pk], told["month"].replace(day=1)
        if row := there.get((technology.pk, month)):
            row.technology = technology
            old.append((row, details))
        else:
            new.append(_month(technology, month, details))
    place = _place_of_technology
    changes.add_all(new, verb="technology.count", by=by, places=place)
    changes.update_all(old, verb="technology.recount", by=by, places=place)
    return len(rows)


@transaction.atomic
def stop(*, technology, details, by, version=None):
    """details: stopped_on and stop_note."""
    row = _locked(technology, by, version)
    if row.status == TechnologyStatus.STOPPED:
        raise Refusal(_("该技术已停用。"), code="stopped")
    details = details | {"status": TechnologyStatus.STOPPED}
    return _update(row, details, "technology.stop", by)


@transaction.atomic
def resume(*, technology, by, version=None):
    """Back to the committee: it is in use again only once it is admitted again."""
    row = _locked(technology, by, version)
    if row.status != TechnologyStatus.STOPPED:
        raise Refusal(_("该技术没有停用。"), code="not_stopped")
    details = {"status": TechnologyStatus.REGISTERED, "stopped_on": None, "stop_note": ""}
    return _update(row, details, "technology.resume", by)


def _locked(technology, by, version):
    changes.require(EDIT, technology, by=by)
    return changes.lock(technology, version=version)


def _is_called(technology, name):
    return technology.names.filter(normalised=normalised(name)).exists()


def _require_all(hospitals, by):
    for hospital in hospitals:
        changes.require(EDIT, hospital, by=by)


def _place(row):
    return [row.hospital_id]


def _place_of_technology(row):
    return [row.technology.hospital_id]


def _called(technology, name):
    return TechnologyName(
        technology=technology,
        hospital_id=technology.hospital_id,
        name=name,
        normalised=normalised(name),
        is_synthetic=technology.is_synthetic,
    )


def _name(technology, name, by):
    row = _called(technology, name)
    return changes.add(row, verb="technology.name", by=by, hospitals=[technology.hospital_id])


def _update(row, details, verb, by):
    return changes.update(
        row, details, verb=verb, by=by, hospitals=[row.hospital_id], silent=BROUGHT
    )
