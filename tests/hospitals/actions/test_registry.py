import datetime as dt

import pytest

from hospitals.actions import registry
from hospitals.models import Hospital, NetworkMembership
from portal.errors import NotAllowed, Refusal, Stale
from portal.models import AuditEvent
from tests.factories import hospitals

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 1, 1)


@pytest.fixture
def lead():
    return hospitals.hospital("牵头医院")


@pytest.fixture
def network(lead):
    return hospitals.network(lead)


def test_new_hospital_joins_the_network_and_is_audited(lead, network):
    by = hospitals.member("network_admin", lead)
    details = {"name": "乐业县医院", "short_name": "", "region": hospitals.county()}

    made = registry.create_hospital(network=network, since=DAY, details=details, by=by)

    assert made.pinyin.startswith("leyexianyiyuan lyxyy")
    assert made.created_by == by
    assert NetworkMembership.objects.get(hospital=made).network == network
    verbs = AuditEvent.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["hospital.create", "network.admit"]
    assert made in Hospital.objects.visible_to(by)


def test_new_hospital_needs_a_network_administrator_of_that_network(network):
    by = hospitals.member("network_admin", hospitals.hospital())

    with pytest.raises(NotAllowed):
        registry.create_hospital(network=network, since=DAY, details={}, by=by)


def test_same_name_is_refused_in_words_and_leaves_nothing(lead, network):
    by = hospitals.member("network_admin", lead)
    details = {"name": "牵头医院", "short_name": "", "region": hospitals.county()}

    with pytest.raises(Refusal) as refusal:
        registry.create_hospital(network=network, since=DAY, details=details, by=by)

    assert refusal.value.message == "已有同名的医疗机构。"
    assert AuditEvent.objects.count() == 0


def test_edit_counts_the_version_and_tells_what_changed_but_no_phone(lead):
    by = hospitals.member("hospital_admin", lead)
    details = {"short_name": "牵头", "phone": "0773-0000000"}

    row = registry.edit_hospital(hospital=lead, details=details, by=by, version=1)

    assert (row.version, row.short_name) == (2, "牵头")
    told = AuditEvent.objects.get().detail["changed"]
    assert told["short_name"] == ["", "牵头"]
    assert "phone" not in told


def test_edit_of_nothing_writes_nothing(lead):
    by = hospitals.member("hospital_admin", lead)
    registry.edit_hospital(hospital=lead, details={}, by=by)

    registry.edit_hospital(hospital=lead, details={"name": lead.name}, by=by, version=2)

    assert AuditEvent.objects.count() == 1  # only the spelling that the factory left out


def test_edit_of_an_older_version_is_refused(lead):
    by = hospitals.member("hospital_admin", lead)
    registry.edit_hospital(hospital=lead, details={"short_name": "新"}, by=by, version=1)

    with pytest.raises(Stale):
        registry.edit_hospital(hospital=lead, details={"short_name": "旧"}, by=by, version=1)


def test_network_administrator_edits_members_that_have_no_administrator(lead):
    small, large = hospitals.hospital(), hospitals.hospital()
    hospitals.network(lead, small, large)
    hospitals.member("hospital_admin", large)
    by = hospitals.member("network_admin", lead)

    registry.edit_hospital(hospital=small, details={"short_name": "小"}, by=by)

    with pytest.raises(NotAllowed):
        registry.edit_hospital(hospital=large, details={"short_name": "大"}, by=by)


def test_close_once(lead):
    by = hospitals.member("hospital_admin", lead)

    registry.close_hospital(hospital=lead, closed_on=DAY, by=by, version=1)

    with pytest.raises(Refusal):
        registry.close_hospital(hospital=lead, closed_on=DAY, by=by, version=2)
    assert list(Hospital.objects.open()) == []


def test_campus_and_department_are_added_and_changed(lead):
    by = hospitals.member("hospital_admin", lead)

    campus = registry.add_campus(hospital=lead, details={"name": "东"}, by=by)
    campus = registry.edit_campus(campus=campus, details={"name": "西"}, by=by, version=1)
    details = {"name": "内科", "campus": campus}
    department = registry.add_department(hospital=lead, details=details, by=by)
    changed = {"name": "外科", "campus": None}
    registry.edit_department(department=department, details=changed, by=by, version=1)

    row = lead.departments.get()
    assert (row.name, row.campus, row.version) == ("外科", None, 2)
    assert lead.campuses.get().name == "西"


def test_department_stays_on_its_own_campuses(lead):
    by = hospitals.member("hospital_admin", lead)
    other = hospitals.hospital()
    theirs = hospitals.member("hospital_admin", other)
    campus = registry.add_campus(hospital=other, details={"name": "东"}, by=theirs)

    with pytest.raises(Refusal):
        registry.add_department(hospital=lead, details={"name": "内科", "campus": campus}, by=by)
