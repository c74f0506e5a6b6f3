"""Open, change and close hospitals, campuses and departments."""

from django.db import transaction
from django.utils.translation import gettext as _

from hospitals.actions import changes, networks
from hospitals.enums import NetworkRole
from hospitals.models import Campus, Department, Hospital, NetworkMembership
from hospitals.pinyin import searchable
from portal.core.locking import atomic
from portal.errors import Refusal
from portal.roles import Permission


@transaction.atomic
def create_hospital(*, network, since, details, by):
    """A new hospital joins one of the author's networks at once: else nobody would see it.

    What was before it was split from another one stays that one's.
    """
    changes.require(Permission.HOSPITAL_CREATE, network, by=by)
    hospital = Hospital(**details)
    hospital.pinyin = spelled(hospital.name, hospital.short_name)
    places = [network.lead_id, *([hospital.split_from_id] if hospital.split_from_id else [])]
    changes.add(hospital, verb="hospital.create", by=by, hospitals=places)
    networks.admit(network=network, hospital=hospital, role=NetworkRole.MEMBER, since=since, by=by)
    return hospital


@atomic
def import_hospitals(*, rows, by):
    """All hospitals of a file, each in its network: both are among the details, with since."""
    for network in {row["network"] for row in rows}:
        changes.require(Permission.HOSPITAL_CREATE, network, by=by)
    made, members = [], []
    for told in rows:
        details = dict(told)
        network, since = details.pop("network"), details.pop("since")
        row = Hospital(**details)
        row.pinyin = spelled(row.name, row.short_name)
        made.append(row)
        members.append(
            NetworkMembership(network=network, hospital=row, role=NetworkRole.MEMBER, since=since)
        )
    leads = {one.hospital_id: one.network.lead_id for one in members}
    changes.add_all(made, verb="hospital.create", by=by, places=lambda row: [leads[row.pk]])
    networks.admit_all(members=members, by=by)
    return len(made)


@transaction.atomic
def edit_hospital(*, hospital, details, by, version=None):
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = changes.lock(hospital, version=version)
    named = {name: details.get(name, getattr(row, name)) for name in ("name", "short_name")}
    details = details | {"pinyin": spelled(named["name"], named["short_name"])}
    return changes.update(row, details, verb="hospital.edit", by=by, hospitals=[row.pk])


@transaction.atomic
def close_hospital(*, hospital, closed_on, by, version=None):
    """A closed hospital keeps its history and takes no new referrals."""
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    row = changes.lock(hospital, version=version)
    if row.closed_on:
        raise Refusal(_("该机构已停业。"), code="closed")
    refuse_unfinished(row)
    return changes.update(
        row, {"closed_on": closed_on}, verb="hospital.close", by=by, hospitals=[row.pk]
    )


@transaction.atomic
def add_campus(*, hospital, details, by):
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    campus = Campus(hospital=hospital, **details)
    return changes.add(campus, verb="campus.create", by=by, hospitals=[hospital.pk])


@transaction.atomic
def edit_campus(*, campus, details, by, version=None):
    changes.require(Permission.HOSPITAL_EDIT, campus, by=by)
    row = changes.lock(campus, version=version)
    return changes.update(row, details, verb="campus.edit", by=by, hospitals=[row.hospital_id])


@transaction.atomic
def add_department(*, hospital, details, by):
    changes.require(Permission.HOSPITAL_EDIT, hospital, by=by)
    department = Department(hospital=hospital, **details)
    _require_own_campus(department, details)
    return changes.add(department, verb="department.create", by=by, hospitals=[hospital.pk])


@transaction.atomic
def edit_department(*, department, details, by, version=None):
    changes.require(Permission.HOSPITAL_EDIT, department, by=by)
    row = changes.lock(department, version=version)
    _require_own_campus(row, details)
    return changes.update(row, details, verb="department.edit", by=by, hospitals=[row.hospital_id])


def refuse_unfinished(hospital):
    if hospital.has_unfinished():
        raise Refusal(_("该机构还有未办结的转诊单，请先办结或撤销。"), code="unfinished")


def _require_own_campus(department, details):
    campus = details.get("campus")
    if campus is not None and campus.hospital_id != department.hospital_id:
        raise Refusal(_("院区不属于该科室所在的医院。"), code="foreign_campus")


def spelled(name, short_name=""):
    """Pinyin to be found by. 模拟 marks invented hospitals; nobody searches for it."""
    return searchable(*(text.removeprefix("模拟·") for text in (name, short_name)))
