import datetime as dt

import pytest

from hospitals.actions import duty
from hospitals.models import DutyShift
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db


@pytest.fixture
def hospital():
    return hospitals.hospital()


@pytest.fixture
def admin(hospital):
    return hospitals.member("hospital_admin", hospital)


def details(**changed):
    return {
        "person": "秦值班",
        "phone": "0773-2821234",
        "begins": dt.time(18),
        "ends": dt.time(8),
        "since": dt.date(2026, 1, 1),
    } | changed


def test_shift_is_added_changed_and_deleted(hospital, admin):
    row = duty.add_shift(hospital=hospital, details=details(), by=admin)
    row = duty.edit_shift(shift=row, details={"person": "唐值班"}, by=admin, version=1)
    assert (row.person, row.version) == ("唐值班", 2)

    duty.delete_shift(shift=row, by=admin, version=2)

    assert not DutyShift.objects.exists()


def test_audit_keeps_neither_name_nor_telephone(hospital, admin):
    row = duty.add_shift(hospital=hospital, details=details(), by=admin)
    duty.edit_shift(shift=row, details=details(person="唐值班", ends=dt.time(7)), by=admin)

    kept = " ".join(str(event.detail) for event in AuditEvent.objects.all())
    assert "07:00" in kept
    assert not any(text in kept for text in ("值班", "0773"))


def test_department_of_another_hospital_is_refused(hospital, admin):
    other = hospitals.department(hospitals.hospital())

    with pytest.raises(Refusal):
        duty.add_shift(hospital=hospital, details=details(department=other), by=admin)


def test_older_version_and_strangers_are_refused(hospital, admin, stranger):
    row = duty.add_shift(hospital=hospital, details=details(), by=admin)

    with pytest.raises(Stale):
        duty.delete_shift(shift=row, by=admin, version=9)
    with pytest.raises(NotAllowed):
        duty.edit_shift(shift=row, details={"person": "x"}, by=stranger)
